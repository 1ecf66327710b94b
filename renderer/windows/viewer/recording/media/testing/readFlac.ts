import { childBoxes } from '../boxes.ts';

interface Format {
  channels: number;
  bits: 16 | 24;
}

/** Bit by bit, as RFC 9639, 9.1.8 and 9.3 define them: another way than the one that is tested. */
function remainder(bytes: Uint8Array, polynomial: number, bits: number): number {
  let value = 0;
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit -= 1) {
      const top = (value >> (bits - 1)) & 1;
      value = ((value << 1) & (2 ** bits - 1)) ^ (top ^ ((byte >> bit) & 1) ? polynomial : 0);
    }
  return value;
}

/** @param headLength without its checksum */
export function crcOfFrame(frame: Uint8Array, headLength: number): { head: number; whole: number } {
  return {
    head: remainder(frame.subarray(0, headLength), 0x07, 8),
    whole: remainder(frame.subarray(0, -2), 0x8005, 16),
  };
}

/** Verbatim frames out of fragments of an MP4, and their samples as they were. */
export function readFlac(fragments: readonly Uint8Array[], { channels, bits }: Format) {
  const samples: Buffer[] = [];
  const frames: { number: number; isRight: boolean }[] = [];
  const width = bits / 8;
  for (const fragment of fragments) {
    const view = new DataView(fragment.buffer, fragment.byteOffset);
    const [moof, mdat] = childBoxes(fragment, 0, fragment.length);
    if (moof?.type !== 'moof' || mdat?.type !== 'mdat') throw new Error('It is no fragment.');
    const traf = childBoxes(fragment, moof.content, moof.end).find(({ type }) => type === 'traf');
    const trun = traf && childBoxes(fragment, traf.content, traf.end).find(({ type }) => type === 'trun');
    if (!trun) throw new Error('It has no run.');
    if (view.getUint32(trun.content + 8) !== mdat.content) throw new Error('Its data is elsewhere.');
    let at = mdat.content;
    for (let row = 0; row < view.getUint32(trun.content + 4); row += 1) {
      const size = view.getUint32(trun.content + 12 + row * 16 + 4);
      const duration = view.getUint32(trun.content + 12 + row * 16);
      const frame = fragment.subarray(at, at + size);
      const lead = frame[4] ?? 0;
      const more = lead < 0x80 ? 0 : Math.clz32(~(lead << 24)) - 1;
      const number = Array.from(frame.subarray(5, 5 + more)).reduce(
        (sum, byte) => sum * 64 + (byte & 0x3f),
        more === 0 ? lead : lead & (0x3f >> more),
      );
      const headLength = 5 + more + (frame[2] === 0xc0 ? 0 : 2);
      const { head, whole } = crcOfFrame(frame, headLength);
      const told = ((frame.at(-2) ?? 0) << 8) | (frame.at(-1) ?? 0);
      const data = frame.subarray(headLength + 1, -2);
      const count = (data.length / channels - 1) / width;
      frames.push({ number, isRight: head === frame[headLength] && whole === told && count === duration });
      const pcm = Buffer.alloc(count * channels * width);
      for (let channel = 0; channel < channels; channel += 1)
        for (let sample = 0; sample < count; sample += 1)
          for (let byte = 0; byte < width; byte += 1)
            pcm[(sample * channels + channel) * width + byte] =
              data[channel * (1 + count * width) + 1 + sample * width + (width - 1 - byte)] ?? 0;
      samples.push(pcm);
      at += size;
    }
  }
  return { samples: new Uint8Array(Buffer.concat(samples)), frames };
}
