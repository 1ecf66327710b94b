/** As much as a question may carry beside itself. */
export const longestContext = 4000;

export interface ClipboardContext {
  /** What goes along; its end was cut off where it was longer. */
  text: string;
  /** Of the whole, in characters as people count them. */
  length: number;
  keptLength: number;
}

/** @returns null where there is nothing to go along */
export function toContext(clipboard: string): ClipboardContext | null {
  const whole = [...clipboard.replace(/\r\n?/g, '\n').trim()];
  if (whole.length === 0) return null;
  const kept = whole.slice(0, longestContext);
  return { text: kept.join(''), length: whole.length, keptLength: kept.length };
}

/** The question first: it is what is looked for. */
export function withContext(question: string, context: ClipboardContext | null, lead: string): string {
  return context ? `${question}\n\n${lead}\n${context.text}` : question;
}
