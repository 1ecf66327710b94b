/** One figure of a bench, with the peer it was measured against in the same run on the same input. */
export interface Measurement {
  name: string;
  unit: string;
  value: number;
  peer?: { name: string; value: number };
  /** How `value` stands to the peer, as the target counts it: above 1 is better. */
  ratio?: number;
  /** In words: "at least 1.5 times". */
  target?: string;
  met?: boolean;
}

export interface BenchContext {
  /** Progress, to stderr. */
  log(line: string): void;
  /** A folder of the suite's own, removed afterwards. */
  folder: string;
}

/** A bench that runs on its own: `npm run bench -- NAME`. */
export interface Suite {
  name: string;
  description: string;
  run(context: BenchContext): Promise<Measurement[]>;
}
