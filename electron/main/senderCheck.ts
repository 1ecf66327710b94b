import { isOwnPage } from './appProtocol.ts';

/** As much of an IPC event as tells who sent it. */
export interface Sender {
  /** Null when the frame has gone or navigated away. */
  senderFrame: { url: string; parent: unknown } | null;
  sender: { id: number };
}

/** A message counts when it comes from the top frame of one of our pages, in a window of ours. */
export function isTrusted(event: Sender, windowIds: ReadonlySet<number>): boolean {
  const { senderFrame, sender } = event;
  if (!senderFrame || senderFrame.parent !== null) return false;
  return windowIds.has(sender.id) && isOwnPage(senderFrame.url);
}
