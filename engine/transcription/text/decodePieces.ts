import type { WhisperPiece } from '@adiuva/native/whisper';

/** A character of a text (a UTF-16 code unit) and the pieces it comes from: more than one where it was divided. */
export interface DecodedText {
  text: string;
  /** Of each code unit: the first and the last piece that holds a byte of its character. */
  firstPiece: number[];
  lastPiece: number[];
}

/**
 * The bytes of tokens as one text. Tokens of Whisper end anywhere, inside a character too; what is no character even
 * then is left out.
 */
export function decodePieces(pieces: readonly WhisperPiece[]): DecodedText {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const decoded: DecodedText = { text: '', firstPiece: [], lastPiece: [] };
  let open = new Uint8Array(0);
  let openSince = 0;

  function add(characters: string, first: number, last: number): void {
    let from = first;
    for (const unit of characters) {
      if (unit !== '\uFFFD') {
        decoded.text += unit;
        for (let index = 0; index < unit.length; index++) {
          decoded.firstPiece.push(from);
          decoded.lastPiece.push(last);
        }
      }
      // Only the first character of a piece can have begun before it.
      from = last;
    }
  }

  for (const [index, { bytes }] of pieces.entries()) {
    const joined = new Uint8Array(open.length + bytes.length);
    joined.set(open);
    joined.set(bytes, open.length);
    const first = open.length > 0 ? openSince : index;
    const whole = joined.length - openTail(joined);
    add(decoder.decode(joined.subarray(0, whole)), first, index);
    openSince = whole === 0 ? first : index;
    open = joined.slice(whole);
  }
  return decoded;
}

/** Bytes at the end that begin a character and do not complete it: at most three. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < length ? back : 0;
  }
  return 0;
}
