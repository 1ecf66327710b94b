const uncompressed = 0x414c454d;
const compressed = 0x75465a4c;
const headerBytes = 16;
const dictionaryBytes = 4096;
const maxBytes = 64 * 1024 * 1024;
/** What every message begins with; [MS-OXRTFCP] 2.1.2.1. */
const beginning =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** The text of a message as Outlook packs it ([MS-OXRTFCP]); as much as there is of one that breaks off. */
export function unpackRtf(bytes: Uint8Array): Uint8Array {
  if (bytes.length < headerBytes) return new Uint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rawSize = Math.min(view.getUint32(4, true), maxBytes);
  const kind = view.getUint32(8, true);
  if (kind === uncompressed) return bytes.subarray(headerBytes, headerBytes + rawSize);
  if (kind !== compressed) return new Uint8Array();
  const dictionary = Buffer.alloc(dictionaryBytes);
  let write = dictionary.write(beginning, 'latin1');
  // A reference of two bytes gives seventeen at most.
  const output = Buffer.alloc(Math.min(rawSize, bytes.length * 9));
  let length = 0;
  const put = (byte: number) => {
    if (length < output.length) output[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) % dictionaryBytes;
  };
  for (let at = headerBytes; at < bytes.length && length < output.length; ) {
    const control = bytes[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < bytes.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++] ?? 0);
        continue;
      }
      if (at + 1 >= bytes.length) return output.subarray(0, length);
      const reference = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const offset = reference >> 4;
      if (offset === write) return output.subarray(0, length);
      for (let index = 0; index < (reference & 15) + 2; index++)
        put(dictionary[(offset + index) % dictionaryBytes] ?? 0);
    }
  }
  return output.subarray(0, length);
}
