import type { Socket } from 'node:net';

export interface ConnectionCrowd {
  /** A connection that has not said yet who it is. */
  arrived(socket: Socket): void;
  /** It has shown the token: it stays. */
  known(socket: Socket): void;
}

/**
 * Keeps strangers from crowding out who belongs here. Of connections without the token only the newest
 * `mostStrangers` stay: the oldest gives way, so that a newcomer always gets in, however many sit there in silence.
 */
export function createConnectionCrowd(mostStrangers: number): ConnectionCrowd {
  // A set keeps the order in which they came.
  const strangers = new Set<Socket>();
  return {
    arrived(socket) {
      strangers.add(socket);
      socket.once('close', () => strangers.delete(socket));
      if (strangers.size <= mostStrangers) return;
      const [oldest] = strangers;
      if (!oldest) return;
      strangers.delete(oldest);
      oldest.destroy();
    },
    known: (socket) => void strangers.delete(socket),
  };
}
