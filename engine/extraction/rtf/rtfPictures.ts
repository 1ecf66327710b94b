import { memberTooLarge } from '../fileErrors.ts';
import type { MemberFile } from '../format.ts';

const maxPictures = 500;

/** Pictures of a document that has no text but theirs; undefined where there are none that could be read. */
export function rtfPictures(bytes: Uint8Array): AsyncGenerator<MemberFile> | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const first = findPicture(content, 0);
  return first && eachPicture(content, first);
}

interface Picture {
  extension: string;
  start: number;
  end: number;
}

function findPicture(content: Buffer, from: number): Picture | undefined {
  for (let at = content.indexOf('\\pict', from); at >= 0; at = content.indexOf('\\pict', at + 5)) {
    const end = content.indexOf('}', at);
    const stop = end < 0 ? content.length : end;
    const head = content.toString('latin1', at, Math.min(stop + 2_000, at + 4_000, content.length));
    const kind = /\\(png|jpeg)blip/.exec(head)?.[1];
    if (!kind) continue;
    // Properties of the shape may stand before the data, in groups of their own.
    const data = /[\da-fA-F\s]{200,}/.exec(head);
    if (!data) continue;
    const start = at + data.index;
    const close = content.indexOf('}', start);
    return { extension: kind === 'png' ? 'png' : 'jpg', start, end: close < 0 ? content.length : close };
  }
  return undefined;
}

async function* eachPicture(content: Buffer, first: Picture): AsyncGenerator<MemberFile> {
  let number = 0;
  for (let picture: Picture | undefined = first; picture && number < maxPictures; ) {
    const { start, end, extension }: Picture = picture;
    const name = `picture ${++number}.${extension}`;
    yield {
      kind: 'embedded',
      name,
      size: Math.ceil((end - start) / 2),
      async open(maxBytes) {
        if ((end - start) / 2 > maxBytes) throw memberTooLarge(name, maxBytes);
        return Buffer.from(content.toString('latin1', start, end).replace(/[^\da-fA-F]+/g, ''), 'hex');
      },
    };
    picture = findPicture(content, end);
  }
}
