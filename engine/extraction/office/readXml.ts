import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { throwIfAborted } from '#base';
import { fileBomb, fileMalformed } from '../fileErrors.ts';
import type { Origin } from './origin.ts';
import { canonicalPrefixes } from './xmlNamespaces.ts';

export type Attributes = Readonly<Record<string, string>>;

/**
 * What listens to the elements of a part. Names carry the prefix that the namespace usually has (`w:p`, `a:t`),
 * whatever the file calls it; the same holds for attributes.
 */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** Deeper than any document is on purpose. */
const maxDepth = 2_000;
/** More than any schema has; a parser slows down on more. */
const maxAttributes = 2_000;
const maxFlaws = 10_000;
/** Characters that XML does not allow and entities that nobody declared: sloppy writers, and readable all the same. */
const harmless =
  /entity|disallowed character\.|is disallowed in char data|XML declaration|duplicate attribute/;
/** How long the parser may hold the thread before it looks whether it is still wanted. */
const pauseEveryMs = 50;

/**
 * Parses XML piece by piece: memory is that of the deepest path. Entities of a DTD are not expanded and external
 * ones never fetched.
 *
 * @throws AppError `file_bomb`; `file_malformed` for XML that is cut, crossed or nested beyond reason; what the listener throws
 */
export async function readXml(
  { name, expected, signal, maxElements = Number.POSITIVE_INFINITY }: Origin,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  listener: XmlListener,
): Promise<void> {
  const parser = new SaxesParser({ position: false, xmlns: false } as const);
  const scopes = createScopes();
  const closings: string[] = [];
  let flaws = 0;
  let attributes = 0;
  let elements = 0;
  parser.on('error', (error) => {
    if (++flaws > maxFlaws || !harmless.test(error.message)) throw fileMalformed(name, expected, error);
  });
  parser.on('attribute', () => {
    if (++attributes > maxAttributes)
      throw fileMalformed(name, expected, new Error('an element with too many attributes'));
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    if (++elements > maxElements) throw fileBomb(name, 'it holds too many elements');
    if (closings.length >= maxDepth) throw fileMalformed(name, expected, new Error('nested beyond reason'));
    scopes.enter(tag.attributes);
    const canonical = scopes.element(tag.name);
    closings.push(canonical);
    listener.open(canonical, scopes.attributes(tag.attributes));
  });
  parser.on('closetag', () => {
    const canonical = closings.pop();
    scopes.leave();
    if (canonical !== undefined) listener.close(canonical);
  });
  parser.on('text', (text) => {
    if (closings.length > 0) listener.text(text);
  });
  parser.on('cdata', (text) => listener.text(text));
  let decoder: TextDecoder | undefined;
  let pausedAt = performance.now();
  for await (const chunk of chunks) {
    decoder ??= decoderOf(chunk);
    parser.write(decoder.decode(chunk, { stream: true }));
    if (performance.now() - pausedAt > pauseEveryMs) {
      await new Promise((resolve) => setImmediate(resolve));
      pausedAt = performance.now();
    }
    throwIfAborted(signal);
  }
  parser.write(decoder?.decode() ?? '').close();
}

function decoderOf(head: Uint8Array): TextDecoder {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 200)).toString('latin1');
  if (start.startsWith('\u00fe\u00ff') || start.startsWith('\0<')) return new TextDecoder('utf-16be');
  if (start.startsWith('\u00ff\u00fe') || start.startsWith('<\0')) return new TextDecoder('utf-16le');
  const declared = /^[^>]{0,10}<\?xml[^>]*encoding\s*=\s*["']([\w.:-]{1,40})/.exec(start)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(/^utf-?16/i.test(declared) ? 'utf-8' : declared);
  } catch {
    return new TextDecoder();
  }
}

/** Namespaces in force: a map from the file's prefix to the usual one, made anew only where one is declared. */
function createScopes() {
  let prefixes: ReadonlyMap<string, string> = new Map();
  let cache = new Map<string, string>();
  /** One entry an element: what was in force outside of it, where it declares any. */
  const outer: ({ prefixes: ReadonlyMap<string, string>; cache: Map<string, string> } | undefined)[] = [];

  function canonical(name: string, isAttribute: boolean): string {
    const colon = name.indexOf(':');
    // Attributes without a prefix belong to their element and not to the default namespace.
    if (colon < 0 && isAttribute) return name;
    const prefix = prefixes.get(colon < 0 ? '' : name.slice(0, colon));
    const local = name.slice(colon + 1);
    return prefix === undefined ? name : prefix === '' ? local : `${prefix}:${local}`;
  }

  function cached(name: string, isAttribute: boolean): string {
    const key = isAttribute ? `@${name}` : name;
    let found = cache.get(key);
    if (found === undefined) {
      found = canonical(name, isAttribute);
      // Names made up without end must not fill the memory.
      if (cache.size < 5_000) cache.set(key, found);
    }
    return found;
  }

  return {
    enter(attributes: Attributes): void {
      let changed: Map<string, string> | undefined;
      for (const name in attributes) {
        if (!name.startsWith('xmlns')) continue;
        const prefix = name === 'xmlns' ? '' : name.slice(6);
        const usual = canonicalPrefixes[attributes[name] ?? ''] ?? prefix;
        if (prefixes.get(prefix) === usual) continue;
        changed ??= new Map(prefixes);
        changed.set(prefix, usual);
      }
      outer.push(changed && { prefixes, cache });
      if (!changed) return;
      prefixes = changed;
      cache = new Map();
    },
    leave(): void {
      const before = outer.pop();
      if (before) ({ prefixes, cache } = before);
    },
    element: (name: string) => cached(name, false),
    attributes(raw: Attributes): Attributes {
      // Most elements have none with a prefix, and are many.
      let isPlain = true;
      for (const name in raw) if (name.includes(':')) isPlain = false;
      if (isPlain) return raw;
      const result: Record<string, string> = {};
      for (const name in raw) result[cached(name, true)] = raw[name] ?? '';
      return result;
    },
  };
}
