/** What programs write where their user wrote nothing. */
const defaults =
  /^(?:untitled|unbenannt|sans titre|senza titolo|sin título|bez tytułu|title|new document|no title|index|home|(?:microsoft )?(?:word|excel|powerpoint)|document|dokument|presentation|präsentation|présentation|book|mappe|workbook|sheet|slide|folie|table|scan|image|page|print|screenshot)(?:[ _-]?\d{0,4})$/i;
const programs =
  /^(?:microsoft (?:word|excel|powerpoint|office)\b.*|powerpoint[ -]pr[aäé]sentation|présentation powerpoint|\(?anonymous\)?|null|none|unknown)$/i;
const fileNames =
  /^[^\n]{1,200}\.(?:docx?|dotx?|pdf|indd|tex|jpe?g|png|tiff?|xlsx?|pptx?|odt|ods|odp|rtf|txt|html?|qxd|dvi|ps|eps|pages|md)$/i;

/** Whether a title names a document rather than the program, the template or the file it came from. */
export function isGoodTitle(title: string): boolean {
  if (title.length === 0 || title.length > 300) return false;
  const letters = title.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 2 || letters * 4 < title.replace(/\s/g, '').length) return false;
  if (/^(?:[a-z]:\\|\/|file:|https?:)/i.test(title)) return false;
  return !defaults.test(title) && !programs.test(title) && !fileNames.test(title);
}
