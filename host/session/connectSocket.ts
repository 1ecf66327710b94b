import { connect } from 'node:net';
import { AppError, type Port } from '@adiuva/wire';
import { createFramedPort } from './framedPort.ts';
import { isGoodbye, protocolVersion, readHello } from './hello.ts';

/** Answers carry whole libraries; a request never comes near. */
const maxReplyBytes = 512 * 1024 * 1024;
const helloMs = 2000;

export interface EnginePort extends Port {
  /** The engine ended of its own will: what it had not answered it had not begun. */
  hasSaidGoodbye(): boolean;
}

/**
 * A port to the engine that listens at `path`, or null where none does: nobody there, a socket whose process is
 * gone, or one that is just closing.
 * @throws AppError `conflict` when an engine of another version is running.
 */
export function connectSocket(path: string): Promise<EnginePort | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const timer = setTimeout(() => giveUp(), helloMs);
    const port = createFramedPort(socket, { maxMessageBytes: maxReplyBytes });
    let isGreeted = false;
    let hasEnded = false;
    const messages: ((message: unknown) => void)[] = [];

    function giveUp(): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(null);
    }
    socket.once('error', giveUp);
    port.onClose(giveUp);
    port.onMessage((message) => {
      if (isGreeted) {
        if (isGoodbye(message)) hasEnded = true;
        for (const listener of messages) listener(message);
        return;
      }
      const hello = readHello(message);
      if (!hello) return giveUp();
      clearTimeout(timer);
      isGreeted = true;
      if (hello.protocol !== protocolVersion) {
        socket.destroy();
        reject(
          new AppError('conflict', 'Adiuva is already running in another version; stop it and try again.'),
        );
        return;
      }
      resolve({
        ...port,
        onMessage: (listener) => void messages.push(listener),
        hasSaidGoodbye: () => hasEnded,
      });
    });
  });
}
