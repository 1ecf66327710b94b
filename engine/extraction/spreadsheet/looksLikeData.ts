const longestValue = 40;
const number =
  /^[([]?[-+−–]?\s?[\p{Sc}]?\s?[-+−–]?\d[\d.,'’\u00a0\u202f ]*(?:E[+-]?\d+)?\s?(?:%|\p{Sc}|[A-Z]{3})?[)\]]?$/iu;
const dateOrTime =
  /^\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?$|^\d{1,3}:\d\d(?::\d\d)?(?: [AP]M)?$/i;
const word = /^(?:true|false|yes|no|n\/a|[-–—]|#[A-Z\d/]+[!?]?)$/i;
const year = /^(?:19|20)\d\d$/;

/** A value rather than a name: numbers, amounts, dates, answers, gaps. Years are names as often as not. */
export function looksLikeData(text: string): boolean {
  if (text.length > longestValue || year.test(text)) return false;
  return number.test(text) || dateOrTime.test(text) || word.test(text);
}
