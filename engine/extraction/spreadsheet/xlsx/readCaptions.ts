import type { OfficePackage } from '../../office/officePackage.ts';
import { readXml } from '../../office/readXml.ts';
import { readRelationships } from '../../office/relationships.ts';
import { cellText, type TextBudget } from '../sheetRows.ts';
import type { Origin } from './origin.ts';

const maxDrawings = 500;

/** Words that lie over the cells of a sheet: text boxes, titles of charts. */
export async function readCaptions(
  origin: Origin,
  files: OfficePackage,
  sheet: string,
  budget: TextBudget,
): Promise<string[]> {
  const captions: string[] = [];
  for (const drawing of await targets(sheet, 'drawing')) {
    await collect(drawing);
    for (const chart of await targets(drawing, 'chart')) await collect(chart);
  }
  return captions;

  async function targets(part: string, type: string): Promise<string[]> {
    const found = [...(await readRelationships(origin, files, part)).values()];
    return found.flatMap((one) => (one.type === type ? one.target : [])).slice(0, maxDrawings);
  }

  async function collect(part: string): Promise<void> {
    let paragraph = '';
    let isText = false;
    await readXml(origin, files.stream(part), {
      open(element) {
        if (element === 'a:p') paragraph = '';
        else if (element === 'a:t') isText = true;
      },
      close(element) {
        if (element === 'a:t') isText = false;
        if (element !== 'a:p') return;
        const text = cellText(paragraph);
        paragraph = '';
        if (text === '') return;
        budget.spend(text.length);
        captions.push(text);
      },
      text(text) {
        if (isText) paragraph += text;
      },
    }).catch((error: { code?: string }) => {
      if (error.code !== 'file_malformed') throw error;
    });
  }
}
