/** Structured clones as text, for the way between Node and a page. */
export interface CloneCodec {
  /** @throws DOMException `DataCloneError` for what cannot cross, functions above all, as Electron does. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Self-contained, since it runs in the page too: its text is sent there. Plain values stand as they are, everything
 * else as an array of a tag and its content.
 */
export function createCloneCodec(): CloneCodec {
  const views: Record<string, new (buffer: ArrayBuffer) => object> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };

  function bytesToText(bytes: Uint8Array): string {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  }

  function textToBytes(text: string): Uint8Array<ArrayBuffer> {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
    return bytes;
  }

  function refuse(value: unknown): never {
    throw new DOMException(`${String(value).slice(0, 100)} could not be cloned.`, 'DataCloneError');
  }

  function pack(value: unknown, above: readonly object[]): unknown {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (value === undefined) return ['undefined'];
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', `${1 / value}`, `${value}`];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value !== 'object' || above.includes(value)) return refuse(value);
    const inside = [...above, value];
    if (Array.isArray(value)) return ['array', value.map((item) => pack(item, inside))];
    if (value instanceof Date) return ['date', value.getTime()];
    if (value instanceof Map)
      return ['map', [...value].map(([key, item]) => [pack(key, inside), pack(item, inside)])];
    if (value instanceof Set) return ['set', [...value].map((item) => pack(item, inside))];
    if (value instanceof Error) return ['error', value.name, value.message, value.stack ?? ''];
    if (value instanceof ArrayBuffer) return ['buffer', bytesToText(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      // Node's Buffer is one of these, and arrives as what it is at heart.
      const name = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
      return name in views ? ['view', name, bytesToText(bytes)] : refuse(value);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    // Of another realm, plain objects have another prototype; those of classes have one that has one.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return refuse(value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item, inside)]));
  }

  function unpack(value: unknown): unknown {
    if (!Array.isArray(value)) {
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
    }
    const [tag, first, second, third] = value as [string, unknown, unknown, unknown];
    if (tag === 'undefined') return undefined;
    if (tag === 'number') return first === '-Infinity' ? -0 : Number(second);
    if (tag === 'bigint') return BigInt(String(first));
    if (tag === 'array') return (first as unknown[]).map(unpack);
    if (tag === 'date') return new Date(Number(first));
    if (tag === 'map')
      return new Map((first as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]));
    if (tag === 'set') return new Set((first as unknown[]).map(unpack));
    if (tag === 'buffer') return textToBytes(String(first)).buffer;
    if (tag === 'view') {
      const View = views[String(first)];
      if (View) return new View(textToBytes(String(second)).buffer);
    }
    if (tag === 'error') {
      const error = new Error(String(second));
      error.name = String(first);
      error.stack = String(third);
      return error;
    }
    throw new Error(`Unknown tag: ${tag}`);
  }

  return {
    encode: (value) => JSON.stringify(pack(value, [])),
    decode: (text) => unpack(JSON.parse(text)),
  };
}
