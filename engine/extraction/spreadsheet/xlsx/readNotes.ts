import type { OfficePackage } from '../../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../../office/origin.ts';
import { readXml } from '../../office/readXml.ts';
import { readRelationships } from '../../office/relationships.ts';
import { readAddress } from '../cellAddress.ts';
import { type CellNote, cellText, type TextBudget } from '../sheetRows.ts';
import { createRichText } from './richText.ts';

/** What Excel writes for programs that do not know conversations; the conversation itself is read instead. */
const standIn = /^\[Threaded comment\]/i;

/** Notes and conversations at cells of a sheet, in the order of the file. */
export async function readNotes(
  origin: Origin,
  files: OfficePackage,
  sheet: string,
  budget: TextBudget,
): Promise<CellNote[]> {
  const notes: CellNote[] = [];
  for (const { type, target } of (await readRelationships(origin, files, sheet)).values()) {
    if (type !== 'comments' && type !== 'threadedComment') continue;
    const rich = createRichText();
    let address: string | undefined;
    await readXml(origin, files.stream(target), {
      open(element, attributes) {
        if (element === 'comment' || element === 'threadedComment') {
          address = attributes.ref;
          rich.start();
        }
        // Conversations have their words right in `text`, notes in runs of `t` inside of it.
        rich.open(type === 'threadedComment' && element === 'text' ? 't' : element);
      },
      close(element) {
        rich.close(type === 'threadedComment' && element === 'text' ? 't' : element);
        if (element !== 'comment' && element !== 'threadedComment') return;
        const text = cellText(rich.text());
        const place = readAddress(address ?? '');
        if (!place || text === '' || standIn.test(text)) return;
        budget.spend(text.length);
        notes.push({ ...place, text });
      },
      text: (text) => rich.add(text),
    }).catch(ignoreDamage);
  }
  return notes;
}
