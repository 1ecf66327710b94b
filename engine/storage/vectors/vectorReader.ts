import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { type QuantisedVector, quantise } from './quantise.ts';
import { codesPerBlock, vectorTables } from './vectorTables.ts';

/** Codes of vectors with consecutive ids, from `firstId` on. */
export interface CodeRun {
  readonly firstId: number;
  readonly codes: Uint8Array;
}

/** Reads one model's vectors. Every call sees the last commit. */
export interface VectorReader {
  readonly modelKey: number;
  readonly dimensions: number;
  /** The full blocks after the block with this number (-1 for the first), up to `limit`, and the last one's number. */
  readBlocks(afterBlock: number, limit: number): { runs: CodeRun[]; lastBlock: number };
  /** Codes that are in no block yet, with ids above `afterId`, up to `limit`. */
  readRecentCodes(afterId: number, limit: number): CodeRun[];
  /** The code of one vector, wherever it stands; null when there is no such vector. */
  readCode(id: number): Uint8Array | null;
  readVector(id: number): QuantisedVector | null;
  /** Of these vectors the `limit` nearest to the query by cosine, nearest first; every one is compared. */
  nearest(ids: readonly number[], query: Float32Array, limit: number): number[];
  /** Calls `use` for each of the ids that has a vector; some 3 microseconds each. */
  readVectors(ids: readonly number[], use: (id: number, vector: QuantisedVector) => void): void;
}

/** @returns null when the library knows no such model */
export function createVectorReader(db: SqliteDatabase, modelKey: number): VectorReader | null {
  const dimensions = db.prepare('SELECT dimensions FROM embedding_models WHERE id = ?').pluck().get(modelKey);
  if (typeof dimensions !== 'number') return null;
  const tables = vectorTables(modelKey);
  const bytes = Math.ceil(dimensions / 128) * 16;
  const blocks = db
    .prepare(`SELECT block, codes FROM ${tables.blocks} WHERE block > ? ORDER BY block LIMIT ?`)
    .raw();
  const recent = db.prepare(`SELECT id, code FROM ${tables.codes} WHERE id > ? ORDER BY id LIMIT ?`).raw();
  const code = db.prepare(`SELECT code FROM ${tables.codes} WHERE id = ?`).pluck();
  const codeInBlock = db
    .prepare(`SELECT substr(codes, ?, ${bytes}) FROM ${tables.blocks} WHERE block = ?`)
    .pluck();
  const vector = db.prepare(`SELECT scale, quantised FROM ${tables.vectors} WHERE id = ?`).raw();
  const several = db
    .prepare(
      `SELECT v.id, v.scale, v.quantised FROM json_each(?) AS wanted CROSS JOIN ${tables.vectors} AS v ON v.id = wanted.value`,
    )
    .raw();
  // sqlite-vec compares all of them; a distance to a vector without length is none and comes last.
  const scan = db
    .prepare(
      `SELECT v.id FROM json_each(?) AS wanted CROSS JOIN ${tables.vectors} AS v ON v.id = wanted.value
       ORDER BY vec_distance_cosine(vec_int8(v.quantised), vec_int8(?)) NULLS LAST, v.id LIMIT ?`,
    )
    .pluck();
  const toVector = (scale: number, blob: Uint8Array): QuantisedVector => ({
    scale,
    quantised: new Int8Array(blob.buffer, blob.byteOffset, blob.byteLength),
  });
  return {
    modelKey,
    dimensions,
    readBlocks(afterBlock, limit) {
      const rows = blocks.all(afterBlock, limit) as [number, Uint8Array][];
      return {
        runs: rows.map(([block, codes]) => ({ firstId: block * codesPerBlock + 1, codes })),
        lastBlock: rows.at(-1)?.[0] ?? afterBlock,
      };
    },
    readRecentCodes(afterId, limit) {
      return (recent.all(afterId, limit) as [number, Uint8Array][]).map(([firstId, codes]) => ({
        firstId,
        codes,
      }));
    },
    readCode(id) {
      const own = code.get(id) as Uint8Array | undefined;
      if (own) return own;
      const index = (id - 1) % codesPerBlock;
      const block = Math.floor((id - 1) / codesPerBlock);
      return (codeInBlock.get(index * bytes + 1, block) as Uint8Array | undefined) ?? null;
    },
    readVector(id) {
      const row = vector.get(id) as [number, Uint8Array] | undefined;
      if (!row) return null;
      return toVector(...row);
    },
    nearest(ids, query, limit) {
      const { quantised } = quantise(query);
      return scan.all(JSON.stringify(ids), new Uint8Array(quantised.buffer), limit) as number[];
    },
    readVectors(ids, use) {
      const sorted = [...ids].sort((a, b) => a - b);
      for (const [id, scale, blob] of several.all(JSON.stringify(sorted)) as [number, number, Uint8Array][]) {
        use(id, toVector(scale, blob));
      }
    },
  };
}
