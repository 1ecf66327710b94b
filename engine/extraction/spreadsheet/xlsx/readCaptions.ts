import { readChart } from '../../office/chartText.ts';
import type { OfficePackage } from '../../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../../office/origin.ts';
import { readXml } from '../../office/readXml.ts';
import { readRelationships } from '../../office/relationships.ts';
import { cellText, type TextBudget } from '../sheetRows.ts';

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
    for (const chart of await targets(drawing, 'chart'))
      for (const title of (await readChart(origin, files, chart)).titles) add(title);
  }
  return captions;

  function add(raw: string): void {
    const text = cellText(raw);
    if (text === '') return;
    budget.spend(text.length);
    captions.push(text);
  }

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
        add(paragraph);
        paragraph = '';
      },
      text(text) {
        if (isText) paragraph += text;
      },
    }).catch(ignoreDamage);
  }
}
