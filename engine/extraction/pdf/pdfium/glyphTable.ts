import type { GlyphTable } from '../pdfParser.ts';

/** An empty table with room for as many glyphs. */
export function createGlyphTable(capacity: number): GlyphTable {
  return {
    count: 0,
    codes: new Int32Array(capacity),
    left: new Float32Array(capacity),
    right: new Float32Array(capacity),
    top: new Float32Array(capacity),
    bottom: new Float32Array(capacity),
    x: new Float32Array(capacity),
    y: new Float32Array(capacity),
    flags: new Uint8Array(capacity),
    style: new Uint32Array(capacity),
    styles: [],
  };
}
