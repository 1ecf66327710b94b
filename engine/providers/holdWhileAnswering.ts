import type { LanguageModel } from './languageModel.ts';

/**
 * A model of this machine: while it answers, what else would keep the machine busy waits.
 *
 * @param begin resolves when the answer may begin, to what ends the hold
 */
export function holdWhileAnswering(
  model: LanguageModel,
  begin: (signal: AbortSignal | undefined) => Promise<() => void>,
): LanguageModel {
  return {
    id: model.id,
    contextTokens: model.contextTokens,
    async *stream(input) {
      const end = await begin(input.signal);
      try {
        yield* model.stream(input);
      } finally {
        end();
      }
    },
  };
}
