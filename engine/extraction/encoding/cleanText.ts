// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff\ufeff]/g;

/**
 * Text as the rest of the product may rely on it: line breaks are `\n`, no null and no other control character
 * but tab, no lone surrogate. Everything else stays as the author wrote it; nothing is normalised or trimmed.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\f\v\u0085\u2028\u2029]/g, '\n')
    .replace(controls, '')
    .toWellFormed();
}
