/** A text with questions that it answers and no other text of the set does. */
export interface Passage {
  readonly text: string;
  readonly questions: readonly string[];
}
