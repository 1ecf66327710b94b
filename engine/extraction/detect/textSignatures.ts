/** What may stand before the root of a page or document; each piece is bounded, so that no text costs more than once. */
const prologue = /^(?:<\?xml[^>]{0,500}>|<!--[\s\S]{0,4000}?-->|<!doctype[^>[]{0,500}>|\s+)/i;

function afterPrologue(text: string): string {
  let rest = text.slice(0, 20_000);
  for (let pieces = 0; pieces < 50; pieces++) {
    if (/^<!doctype\s+html/i.test(rest)) return rest;
    const piece = prologue.exec(rest)?.[0].length ?? 0;
    if (piece === 0) return rest;
    rest = rest.slice(piece);
  }
  return rest;
}

/** An `html` root, after whatever a prologue may hold. */
export function isHtml(text: string): boolean {
  return text.startsWith('<') && /^(?:<!doctype\s+html|<html[\s>])/i.test(afterPrologue(text));
}

export function isSvg(text: string): boolean {
  return text.startsWith('<') && /^<(?:svg:)?svg[\s>]|^<!doctype\s+svg/i.test(afterPrologue(text));
}

export function isXml(text: string): boolean {
  return text.startsWith('<?xml') || /^<!DOCTYPE\s+\w/.test(text);
}

/** Begins like an object or an array of JSON does, and like nothing else. */
export function isJson(text: string): boolean {
  return /^(?:\{\s*(?:"(?:[^"\\\n]|\\.){0,500}"\s*:|\})|\[\s*(?:["{[\]\d-]|true|false|null))/.test(
    text.slice(0, 4096),
  );
}

/** More than one object, a line each. */
export function isJsonLines(text: string): boolean {
  const [first = '', second = ''] = text.slice(0, 60_000).split('\n', 2);
  return isJson(first) && /^\s*\{.*\}\s*$/.test(first) && /^\s*\{\s*"/.test(second);
}

/** Headers as a mail program writes them, at the very start: a sender and what no letter says of itself. */
export function isMail(text: string): boolean {
  const names = new Set<string>();
  for (const line of text.slice(0, 16_000).split('\n', 100)) {
    if (line.trim() === '') break;
    if (/^[ \t]/.test(line) && names.size > 0) continue;
    const header = /^([A-Za-z][\w-]{1,60}):/.exec(line)?.[1];
    if (header === undefined) return false;
    names.add(header.toLowerCase());
  }
  const isSent = ['message-id', 'received', 'return-path', 'mime-version', 'delivered-to'].some((name) =>
    names.has(name),
  );
  return names.has('from') && isSent && names.size >= 3;
}
