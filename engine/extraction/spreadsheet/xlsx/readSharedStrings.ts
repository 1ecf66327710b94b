import { textTooLong } from '../../fileErrors.ts';
import type { OfficePackage } from '../../office/officePackage.ts';
import type { Origin } from '../../office/origin.ts';
import { readXml } from '../../office/readXml.ts';
import { cellText } from '../sheetRows.ts';
import { createRichText } from './richText.ts';

/** What a string costs beside its text. */
const stringOverhead = 4;

/**
 * The texts that cells point at by their number.
 *
 * @throws AppError `file_too_large` when they come to more than may be indexed
 */
export async function readSharedStrings(
  origin: Origin,
  files: OfficePackage,
  entry: string | undefined,
  maxTextLength: number,
): Promise<string[]> {
  const strings: string[] = [];
  if (entry === undefined) return strings;
  const rich = createRichText();
  let length = 0;
  await readXml(origin, files.stream(entry), {
    open(element) {
      if (element === 'si') rich.start();
      else rich.open(element);
    },
    close(element) {
      if (element !== 'si') return rich.close(element);
      const text = cellText(rich.text());
      length += text.length + stringOverhead;
      if (length > maxTextLength) throw textTooLong(origin.name, maxTextLength);
      strings.push(text);
    },
    text: (text) => rich.add(text),
  });
  return strings;
}
