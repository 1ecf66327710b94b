import { AppError, throwIfAborted } from '#base';
import type { Clock, PowerState } from '#ports';
import { createDeviceMemory, type ResidentModel } from './deviceMemory.ts';

/** `answer`: somebody waits for it. The others are work in the background, each kind beside the others. */
export type WorkKind = 'answer' | 'transcription' | 'speakers' | 'decoding' | 'embedding';

/** What work in the background does on battery: as ever, half of the time, or none of it. */
export type BatteryWork = 'normal' | 'slow' | 'wait';

export interface WorkRequest {
  kind: WorkKind;
  /** Left out for what runs on the processor alone. */
  model?: ResidentModel | undefined;
  signal?: AbortSignal | undefined;
}

export interface WorkLease {
  /** Threads that it may keep busy: all cores, or its share of them where other work runs beside it. */
  readonly threads: number;
  /** Something that goes first waits: end at the next point where nothing is lost. */
  isWanted(): boolean;
  release(): void;
}

export interface Scheduler {
  /**
   * Waits until the work may begin. Work that takes long asks anew for each piece of it (a window of a recording, a
   * batch of texts): so it yields at the end of a piece.
   *
   * @throws AppError `cancelled`; `unavailable` when the model is too large for its device
   */
  acquire(request: WorkRequest): Promise<WorkLease>;
  /** `acquire` around `work`. */
  run<T>(request: WorkRequest, work: (lease: WorkLease) => Promise<T>): Promise<T>;
  /** Graphics memory in bytes by device, as far as it is known. */
  setDevices(capacities: ReadonlyMap<string, number>): void;
  /** The process that held the model has ended. */
  modelLeft(key: string): void;
  setPower(state: PowerState): void;
  /** A setting has changed. */
  reconsider(): void;
  close(): void;
}

export interface SchedulerOptions {
  cores: number;
  batteryWork: () => BatteryWork;
  clock: Clock;
}

interface Waiting {
  request: WorkRequest;
  grant(lease: WorkLease): void;
  fail(error: unknown): void;
}

interface Running {
  request: WorkRequest;
  startedAt: number;
}

/** An answer that takes longer than this no longer keeps everything else waiting. */
const longestAnswerMs = 2 * 60_000;
/** On battery, rest after a piece of work is as long as the piece, up to this. */
const longestRestMs = 30_000;
/** Kinds of which one piece at a time runs; batches of texts wait for each other where they are embedded. */
const alone: ReadonlySet<WorkKind> = new Set(['transcription', 'speakers', 'decoding']);

/**
 * The one place that knows cores, graphics memory and battery, and says which work begins: an answer goes before
 * everything, the rest in the order in which it came, and no device's memory is given away twice.
 */
export function createScheduler({ cores, batteryWork, clock }: SchedulerOptions): Scheduler {
  const memory = createDeviceMemory(() => pump());
  const waiting: Waiting[] = [];
  const running = new Set<Running>();
  const restUntil = new Map<WorkKind, number>();
  let power: PowerState = 'mains';
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isPumping = false;

  const isAnswer = ({ request }: { request: WorkRequest }) => request.kind === 'answer';
  const holdsOthers = (each: Running) => isAnswer(each) && clock.now() - each.startedAt < longestAnswerMs;

  /** Why a piece of background work does not begin yet; null when it may. */
  function obstacle(kind: WorkKind): { until: number | null } | null {
    if (power === 'suspended') return { until: null };
    const answers = [...running].filter(holdsOthers);
    if (answers.length > 0)
      return { until: Math.max(...answers.map(({ startedAt }) => startedAt)) + longestAnswerMs };
    if (waiting.some(isAnswer)) return { until: null };
    if (alone.has(kind) && [...running].some(({ request }) => request.kind === kind)) return { until: null };
    if (power !== 'battery') return null;
    const mode = batteryWork();
    if (mode === 'wait') return { until: null };
    if (mode === 'normal') return null;
    if ([...running].some((each) => !isAnswer(each) && each.request.kind !== kind)) return { until: null };
    const rest = restUntil.get(kind) ?? 0;
    return rest > clock.now() ? { until: rest } : null;
  }

  function pump(): void {
    // What is granted may at once ask for more; it is seen in this round.
    if (isPumping || isClosed) return;
    isPumping = true;
    clearTimeout(timer);
    let wakeAt = Number.POSITIVE_INFINITY;
    const ordered = () => [...waiting.filter(isAnswer), ...waiting.filter((each) => !isAnswer(each))];
    // A kind whose first in line cannot begin does not let its second pass: it would starve a large model.
    const blocked = new Set<WorkKind>();
    for (const each of ordered()) {
      const { kind, model } = each.request;
      if (blocked.has(kind)) continue;
      const reason = isAnswer(each) ? null : obstacle(kind);
      if (reason?.until) wakeAt = Math.min(wakeAt, reason.until);
      try {
        if (reason || (model && !memory.hasRoomFor(model))) {
          blocked.add(kind);
          continue;
        }
      } catch (error) {
        remove(each);
        each.fail(error);
        continue;
      }
      remove(each);
      begin(each);
    }
    isPumping = false;
    if (wakeAt < Number.POSITIVE_INFINITY) {
      timer = setTimeout(pump, Math.max(1, wakeAt - clock.now()));
      timer.unref();
    }
  }

  function remove(each: Waiting): void {
    const index = waiting.indexOf(each);
    if (index >= 0) waiting.splice(index, 1);
  }

  function begin({ request, grant }: Waiting): void {
    const { kind, model } = request;
    const entry: Running = { request, startedAt: clock.now() };
    const others = new Set([...running].map((each) => each.request.kind));
    others.delete(kind);
    running.add(entry);
    if (model) memory.enter(model);
    const share = others.size === 0 ? cores : Math.ceil(cores / (others.size + 1));
    const slowed = power === 'battery' && kind !== 'answer' && batteryWork() === 'slow' ? 2 : 1;
    grant({
      threads: Math.max(1, Math.floor(share / slowed)),
      isWanted: () => waiting.some(isAnswer) || (kind !== 'answer' && [...running].some(holdsOthers)),
      release() {
        if (!running.delete(entry)) return;
        if (model) memory.leave(model.key);
        const now = clock.now();
        restUntil.set(kind, now + Math.min(longestRestMs, now - entry.startedAt));
        pump();
      },
    });
  }

  function acquire(request: WorkRequest): Promise<WorkLease> {
    const { signal } = request;
    if (signal) throwIfAborted(signal);
    if (isClosed) throw new AppError('cancelled', 'Adiuva is closing.');
    return new Promise((resolve, reject) => {
      const stop = () => {
        remove(each);
        reject(new AppError('cancelled', 'Stopped.'));
        pump();
      };
      const settled = () => signal?.removeEventListener('abort', stop);
      const each: Waiting = {
        request,
        grant(lease) {
          settled();
          resolve(lease);
        },
        fail(error) {
          settled();
          reject(error);
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      waiting.push(each);
      pump();
    });
  }

  return {
    acquire: async (request) => acquire(request),
    async run(request, work) {
      const lease = await acquire(request);
      try {
        return await work(lease);
      } finally {
        lease.release();
      }
    },
    setDevices: memory.setCapacities,
    modelLeft: memory.forget,
    setPower(state) {
      power = state;
      pump();
    },
    reconsider: pump,
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const each of waiting.splice(0)) each.fail(new AppError('cancelled', 'Adiuva is closing.'));
    },
  };
}
