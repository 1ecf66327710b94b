import { cleanText } from '../../encoding/cleanText.ts';

/** All that `cleanText` looks at. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it takes out
const unclean = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;

/** `cleanText` for the lines and cells of long documents, of which hardly one needs it. */
export function shownText(text: string): string {
  return unclean.test(text) ? cleanText(text) : text;
}
