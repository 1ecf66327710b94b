import type { ExecutionProvider } from '@adiuva/native/onnx';

/** How long a background run may keep a waiting query from its turn, milliseconds. */
const targetMs = 150;

/** Past these a larger run is not faster, measured in README.md; it only holds more memory. */
const limits: Readonly<Record<ExecutionProvider, readonly [first: number, most: number]>> = {
  cpu: [256, 512],
  coreml: [512, 4096],
  dml: [1024, 16_384],
  cuda: [1024, 32_768],
};

/** Tokens of one run, padding included, learnt from how long runs take on this machine. */
export interface TokenBudget {
  current(): number;
  record(tokens: number, ms: number): void;
}

export function createTokenBudget(provider: ExecutionProvider): TokenBudget {
  const [first, most] = limits[provider];
  let msPerToken: number | undefined;
  return {
    current() {
      if (msPerToken === undefined) return first;
      return Math.max(1, Math.min(most, Math.floor(targetMs / msPerToken)));
    },
    record(tokens, ms) {
      const measured = ms / tokens;
      msPerToken = msPerToken === undefined ? measured : msPerToken * 0.7 + measured * 0.3;
    },
  };
}
