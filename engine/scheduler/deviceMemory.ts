import { AppError } from '#base';

/** A model that has to be in a device's memory while its work runs. */
export interface ResidentModel {
  /** Tells it from every other, the same for each piece of its work. */
  key: string;
  /** As `transcription.devices` names it; a device that is not known is taken to have room. */
  device: string;
  memoryBytes: number;
  /** Takes it out of the device's memory; resolves when it is out. Called only while none of its work runs. */
  evict(): Promise<void>;
}

export interface DeviceMemory {
  /** What graphics memory there is, in bytes by device. */
  setCapacities(capacities: ReadonlyMap<string, number>): void;
  /**
   * Whether its work may begin now; if not, and idle models stand in the way, they are taken out.
   *
   * @throws AppError `unavailable` when the device is too small for it, with `details.device`
   */
  hasRoomFor(model: ResidentModel): boolean;
  enter(model: ResidentModel): void;
  /** Its work has ended; it stays in memory until the room is needed. */
  leave(key: string): void;
  /** Its process has ended, and its memory has gone back. */
  forget(key: string): void;
  usedBytes(device: string): number;
}

interface Resident extends ResidentModel {
  users: number;
  lastUse: number;
  isLeaving: boolean;
}

/** Of a device's memory for models: the system's windows, and what a driver keeps, need the rest. */
const usableShare = 0.9;

/**
 * Which models lie in which device's memory. Two never overfill one: a model goes in only where there is room beside
 * those that are there, and who is idle makes room, the longest idle first.
 *
 * @param onRoom called when a model has gone out
 */
export function createDeviceMemory(onRoom: () => void): DeviceMemory {
  const residents = new Map<string, Resident>();
  let capacities: ReadonlyMap<string, number> = new Map();
  let uses = 0;

  const capacityOf = (device: string) => (capacities.get(device) ?? Number.POSITIVE_INFINITY) * usableShare;
  const on = (device: string) => [...residents.values()].filter((model) => model.device === device);
  const usedBytes = (device: string) => on(device).reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);

  function makeRoom(model: ResidentModel): void {
    let missing = usedBytes(model.device) + model.memoryBytes - capacityOf(model.device);
    const others = on(model.device);
    // What is on its way out will be room soon.
    for (const { isLeaving, memoryBytes } of others) if (isLeaving) missing -= memoryBytes;
    const idle = others.filter(({ users, isLeaving }) => users === 0 && !isLeaving);
    if (missing > idle.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)) return;
    for (const each of idle.sort((a, b) => a.lastUse - b.lastUse)) {
      if (missing <= 0) return;
      missing -= each.memoryBytes;
      each.isLeaving = true;
      // One that cannot be taken out is out when its process is; until then it counts.
      each.evict().then(
        () => forget(each.key, each),
        () => {
          each.isLeaving = false;
        },
      );
    }
  }

  function forget(key: string, which?: Resident): void {
    if (which && residents.get(key) !== which) return;
    if (residents.delete(key)) onRoom();
  }

  return {
    setCapacities(next) {
      capacities = next;
      onRoom();
    },
    hasRoomFor(model) {
      const resident = residents.get(model.key);
      if (resident) return !resident.isLeaving;
      const capacity = capacityOf(model.device);
      if (model.memoryBytes > capacity) {
        throw new AppError('unavailable', `The memory of ${model.device} is too small for this model.`, {
          details: { device: model.device, memoryBytes: model.memoryBytes, capacityBytes: capacity },
        });
      }
      if (usedBytes(model.device) + model.memoryBytes <= capacity) return true;
      makeRoom(model);
      return false;
    },
    enter(model) {
      const resident = residents.get(model.key);
      const users = (resident?.users ?? 0) + 1;
      residents.set(model.key, { ...model, users, lastUse: ++uses, isLeaving: false });
    },
    leave(key) {
      const resident = residents.get(key);
      if (!resident) return;
      resident.users--;
      resident.lastUse = ++uses;
    },
    forget: (key) => forget(key),
    usedBytes,
  };
}
