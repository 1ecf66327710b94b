import { decodeHeader, decodeLabelled } from './headerText.ts';

/** A header of the form `value; name=value`. */
export interface ContentType {
  /** Lower case; empty where there is none. */
  value: string;
  /** By lower-case name; of twins the first. */
  parameters: Readonly<Record<string, string>>;
}

const maxLength = 20_000;
const maxParameters = 200;

/**
 * `Content-Type` and `Content-Disposition`, with values cut into pieces and encoded as RFC 2231 has it, or in the
 * encoded words that many write instead. Comments are dropped; what is broken is read as far as it goes.
 */
export function parseContentType(raw: Uint8Array | undefined): ContentType {
  if (!raw) return { value: '', parameters: {} };
  const bytes = Buffer.from(raw.subarray(0, maxLength));
  const text = bytes.toString('latin1').replace(/\r?\n/g, '');
  const value = (/^[\s(]*([^\s;(),"]+)/.exec(text)?.[1] ?? '').toLowerCase();
  const plain = new Map<string, string>();
  const pieces = new Map<string, Piece[]>();
  let count = 0;
  for (const match of text.matchAll(parameter)) {
    if (++count > maxParameters) break;
    const [, rawName = '', quoted, bare = ''] = match;
    const content = quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/g, '$1');
    const [, name = '', index, star] = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(rawName.toLowerCase()) ?? [];
    if (name === '') continue;
    if (index === undefined && star === undefined) {
      if (!plain.has(name)) plain.set(name, content);
    } else {
      const list = pieces.get(name) ?? [];
      list.push({ index: Number(index ?? 0), isEncoded: star !== undefined, content });
      pieces.set(name, list);
    }
  }
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, content] of plain) parameters[name] = decodeHeader(Buffer.from(content, 'latin1'));
  // The newer form says the same in more letters than the other can.
  for (const [name, list] of pieces) parameters[name] = joinPieces(list);
  return { value, parameters };
}

const parameter = /;\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g;

interface Piece {
  index: number;
  isEncoded: boolean;
  content: string;
}

function joinPieces(pieces: readonly Piece[]): string {
  let charset = '';
  const bytes: Buffer[] = [];
  for (const { index, isEncoded, content } of [...pieces].sort((one, other) => one.index - other.index)) {
    const [, stated, rest] = (isEncoded && index === 0 && /^([^']*)'[^']*'(.*)$/s.exec(content)) || [];
    if (stated) charset = stated;
    const text = rest ?? content;
    bytes.push(isEncoded ? unescapePercent(text) : Buffer.from(text, 'latin1'));
  }
  return decodeLabelled(Buffer.concat(bytes), charset);
}

function unescapePercent(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
