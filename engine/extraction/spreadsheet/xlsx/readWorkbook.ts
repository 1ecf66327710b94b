import type { OfficePackage } from '../../office/officePackage.ts';
import type { Origin } from '../../office/origin.ts';
import { readXml } from '../../office/readXml.ts';

export interface SheetEntry {
  name: string;
  relationshipId: string;
  isHidden: boolean;
}

export interface Workbook {
  /** In the order of their tabs. */
  sheets: SheetEntry[];
  /** Days are counted from 1904, as old Macs did. */
  counts1904: boolean;
}

/** Excel's memory is the limit there; no person has more. */
const maxSheets = 10_000;

export async function readWorkbook(origin: Origin, files: OfficePackage, entry: string): Promise<Workbook> {
  const sheets: SheetEntry[] = [];
  let counts1904 = false;
  await readXml(origin, files.stream(entry), {
    open(element, attributes) {
      if (element === 'workbookPr') counts1904 = /^(?:1|true|on)$/i.test(attributes.date1904 ?? '');
      if (element !== 'sheet' || sheets.length >= maxSheets) return;
      const relationshipId = attributes['r:id'];
      if (relationshipId === undefined) return;
      sheets.push({
        name: (attributes.name ?? '').replace(/\s+/g, ' ').trim() || `Sheet${sheets.length + 1}`,
        relationshipId,
        isHidden: /hidden/i.test(attributes.state ?? ''),
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { sheets, counts1904 };
}
