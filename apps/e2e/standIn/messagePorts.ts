import type * as Electron from 'electron';
import { LoudEmitter, LoudObject } from './loud.ts';

/** What travels over a channel: a clone, and the far ends that go along. */
interface PortMessage {
  data: unknown;
  ends: End[];
}

/** One end of a channel. Whoever holds it is handed its messages; until then they wait. */
interface End {
  other: End | null;
  holder: Holder | null;
  waiting: PortMessage[];
  isClosed: boolean;
}

interface Holder {
  take(message: PortMessage): void;
  closed(): void;
}

/** What is said to the process, or the page, that holds an end. */
export type PortOrder =
  | { t: 'port'; id: string; data: unknown; ports: string[] }
  | { t: 'portClosed'; id: string };

function createChannel(): [End, End] {
  const first: End = { other: null, holder: null, waiting: [], isClosed: false };
  const second: End = { other: first, holder: null, waiting: [], isClosed: false };
  first.other = second;
  return [first, second];
}

function sendFrom(end: End, message: PortMessage): void {
  const target = end.other;
  if (!target || target.isClosed || end.isClosed) return;
  if (target.holder) target.holder.take(message);
  else target.waiting.push(message);
}

function hold(end: End, holder: Holder | null): void {
  end.holder = holder;
  if (!holder) return;
  for (const message of end.waiting.splice(0)) holder.take(message);
  if (end.isClosed) holder.closed();
}

function closeEnd(end: End): void {
  for (const side of [end, end.other]) {
    if (!side || side.isClosed) continue;
    side.isClosed = true;
    side.holder?.closed();
  }
}

type PortMembers = 'postMessage' | 'start' | 'close' | 'on' | 'once' | 'off';

/** A port that is in main's hands. */
export class StandInMessagePort extends LoudEmitter implements Pick<Electron.MessagePortMain, PortMembers> {
  static override readonly electronName = 'MessagePortMain';
  #end: End | null;

  constructor(end: End) {
    super();
    this.#end = end;
  }

  postMessage(message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    if (!this.#end) throw new Error('This port was handed on; it can send nothing any more.');
    sendFrom(this.#end, { data: structuredClone(message), ends: transfer.map(releaseEnd) });
  }

  start(): void {
    if (!this.#end || this.#end.holder) return;
    hold(this.#end, {
      take: ({ data, ends }) =>
        void setImmediate(() =>
          this.emit('message', { data, ports: ends.map((end) => new StandInMessagePort(end)) }),
        ),
      closed: () => void setImmediate(() => this.emit('close')),
    });
  }

  close(): void {
    if (this.#end) closeEnd(this.#end);
  }

  /** Takes the end out of this port, which is of no use afterwards. */
  release(): End {
    const end = this.#end;
    if (!end) throw new Error('This port was handed on already.');
    this.#end = null;
    hold(end, null);
    return end;
  }
}

function releaseEnd(port: Electron.MessagePortMain): End {
  if (!((port as unknown) instanceof StandInMessagePort)) throw new Error('Only ports can be handed on.');
  return (port as unknown as StandInMessagePort).release();
}

export class StandInMessageChannel extends LoudObject implements Electron.MessageChannelMain {
  static override readonly electronName = 'MessageChannelMain';
  readonly port1: Electron.MessagePortMain;
  readonly port2: Electron.MessagePortMain;

  constructor() {
    super();
    const [first, second] = createChannel();
    this.port1 = asElectronPort(first);
    this.port2 = asElectronPort(second);
  }
}

const asElectronPort = (end: End) => new StandInMessagePort(end) as unknown as Electron.MessagePortMain;

let lastId = 0;

/** The ends that one other process, or one page, holds; they are spoken of by their ids. */
export function createPortHolder(say: (order: PortOrder) => void) {
  const held = new Map<string, End>();

  function giveEnd(end: End): string {
    const id = `main-${++lastId}`;
    keep(id, end);
    return id;
  }

  function keep(id: string, end: End): void {
    held.set(id, end);
    hold(end, {
      take: ({ data, ends }) => say({ t: 'port', id, data, ports: ends.map(giveEnd) }),
      closed: () => {
        if (held.delete(id)) say({ t: 'portClosed', id });
      },
    });
  }

  /** An end that was made over there, and is sent here: what is left there is held under `id`. */
  function adopt(id: string): End {
    const known = held.get(id);
    if (known) {
      held.delete(id);
      hold(known, null);
      return known;
    }
    const [here, there] = createChannel();
    keep(id, there);
    return here;
  }

  return {
    /** @returns the id under which the port is known there */
    give: (port: Electron.MessagePortMain) => giveEnd(releaseEnd(port)),
    adopt: (id: string) => asElectronPort(adopt(id)),
    received(id: string, data: unknown, ports: readonly string[]): void {
      const end = held.get(id);
      if (end) sendFrom(end, { data, ends: ports.map(adopt) });
    },
    closed(id: string): void {
      const end = held.get(id);
      held.delete(id);
      if (end) closeEnd(end);
    },
    /** The process ended, or the page went elsewhere. */
    closeAll(): void {
      const ends = [...held.values()];
      held.clear();
      for (const end of ends) closeEnd(end);
    },
  };
}
export type PortHolder = ReturnType<typeof createPortHolder>;
