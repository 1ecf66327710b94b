/** One side's words in a conversation, oldest first. */
export interface ModelTurn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface GenerateInput {
  /** The standing instructions; never holds text of a document. */
  readonly system: string;
  /** Starts and ends with a user's turn; the roles alternate. */
  readonly messages: readonly ModelTurn[];
  /** Most tokens of the answer. */
  readonly maxOutputTokens: number;
  readonly signal?: AbortSignal | undefined;
}

/** A language model, wherever it runs. */
export interface LanguageModel {
  /** `provider:model`, as the user named it. */
  readonly id: string;
  /** Tokens it can read, prompt and answer together. */
  readonly contextTokens: number;
  /**
   * The answer's text as it is written. Leaving the loop early ends the request.
   *
   * @throws AppError `cancelled` when `signal` aborted; `provider_unreachable`, `provider_rejected`,
   *   `provider_rate_limited` or `provider_invalid_response` otherwise. What was yielded before stays valid.
   */
  stream(input: GenerateInput): AsyncIterable<string>;
}
