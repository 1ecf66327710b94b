import { Transform } from 'node:stream';

const newline = 10;

/**
 * Passes whole lines on. One that is longer than `maxBytes` is left out, whatever its length, and `onTooLong` told
 * when it ends; of a line that never ends no more than `maxBytes` is held.
 */
export function limitLines(maxBytes: number, onTooLong: () => void): Transform {
  let held: Buffer[] = [];
  let length = 0;
  let isSkipping = false;

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const piece = chunk.subarray(start, end + 1);
        if (isSkipping || length + piece.length > maxBytes + 1) onTooLong();
        else this.push(held.length === 0 ? piece : Buffer.concat([...held, piece]));
        [held, length, isSkipping, start] = [[], 0, false, end + 1];
      }
      const rest = chunk.subarray(start);
      if (isSkipping || length + rest.length > maxBytes) [held, length, isSkipping] = [[], 0, true];
      else if (rest.length > 0) {
        held.push(rest);
        length += rest.length;
      }
      done();
    },
    flush(done) {
      if (isSkipping) onTooLong();
      else if (held.length > 0) this.push(Buffer.concat(held));
      done();
    },
  });
}
