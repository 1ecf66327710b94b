import type { Message } from '@adiuva/contracts/rpc';

export interface MessageTree {
  get(id: string): Message | undefined;
  /** From the first question to a message, both included. */
  branchTo(id: string | null): readonly Message[];
  /** The messages that stand where this one stands: its siblings and itself, oldest first. */
  versions(message: Message): readonly Message[];
  /** The last message of the branch through a message, by the newest child at every fork. */
  newestEnd(id: string): string;
}

/** The messages of a conversation as they came, in the order they were written. */
export function createMessageTree(messages: readonly Message[]): MessageTree {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const children = new Map<string | null, Message[]>();
  for (const message of messages) {
    const siblings = children.get(message.parentId);
    if (siblings) siblings.push(message);
    else children.set(message.parentId, [message]);
  }
  return {
    get: (id) => byId.get(id),
    branchTo(id) {
      const branch: Message[] = [];
      const met = new Set<string>();
      let current = id === null ? undefined : byId.get(id);
      while (current && !met.has(current.id)) {
        met.add(current.id);
        branch.push(current);
        current = current.parentId === null ? undefined : byId.get(current.parentId);
      }
      return branch.reverse();
    },
    versions: (message) => children.get(message.parentId) ?? [message],
    newestEnd(id) {
      const met = new Set<string>();
      let end = id;
      for (;;) {
        met.add(end);
        const next = children.get(end)?.at(-1)?.id;
        if (next === undefined || met.has(next)) return end;
        end = next;
      }
    },
  };
}
