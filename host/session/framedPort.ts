import type { Socket } from 'node:net';
import type { Port } from '@adiuva/wire';

const headerBytes = 4;
const lingerMs = 1000;
/** What may wait to be read by a peer that does not read, before it is given up. */
const maxBufferedBytes = 256 * 1024 * 1024;

/**
 * A port over a byte stream: each message is its length in 4 bytes, big endian, then that many bytes of JSON.
 * A peer that announces more than `maxMessageBytes`, or sends what is not JSON, is cut off.
 */
export function createFramedPort(socket: Socket, { maxMessageBytes }: { maxMessageBytes: number }): Port {
  const listeners: ((message: unknown) => void)[] = [];
  const early: unknown[] = [];
  const read = createFrameReader(maxMessageBytes, deliver);

  function deliver(body: Buffer): void {
    const message: unknown = JSON.parse(body.toString('utf8'));
    if (listeners.length === 0) early.push(message);
    for (const listener of listeners) listener(message);
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());

  return {
    postMessage(message) {
      if (socket.destroyed || socket.writableEnded) return;
      const body = Buffer.from(JSON.stringify(message), 'utf8');
      const header = Buffer.allocUnsafe(headerBytes);
      header.writeUInt32BE(body.length);
      socket.cork();
      socket.write(header);
      socket.write(body);
      socket.uncork();
      if (socket.writableLength > maxBufferedBytes) socket.destroy();
    },
    onMessage(listener) {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    onClose(listener) {
      if (socket.destroyed) queueMicrotask(listener);
      else socket.once('close', listener);
    },
    // The other side reads what was said last, then closes too; destroyed at once, it might never see it.
    close: () => {
      socket.end();
      setTimeout(() => socket.destroy(), lingerMs).unref();
    },
  };
}

/** Collects chunks and hands out whole frames; a frame is copied once, however many chunks it came in. */
function createFrameReader(
  maxMessageBytes: number,
  onFrame: (body: Buffer) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let needed = headerBytes;
  let isHeader = true;

  function take(size: number): Buffer {
    const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, buffered);
    const rest = all.subarray(size);
    chunks = rest.length > 0 ? [rest] : [];
    buffered = rest.length;
    return all.subarray(0, size);
  }

  return (chunk) => {
    chunks.push(chunk);
    buffered += chunk.length;
    while (buffered >= needed) {
      const piece = take(needed);
      if (isHeader) {
        needed = piece.readUInt32BE();
        if (needed > maxMessageBytes) throw new Error('The message is over the limit.');
      } else {
        onFrame(piece);
        needed = headerBytes;
      }
      isHeader = !isHeader;
    }
  };
}
