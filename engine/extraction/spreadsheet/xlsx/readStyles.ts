import type { OfficePackage } from '../../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../../office/origin.ts';
import { readXml } from '../../office/readXml.ts';
import { type NumberFormats, type ShowNumber, showGeneral } from '../numberFormats.ts';

/** Excel allows 65,490 formats of cells; a damaged file that repeats them is read no further. */
const maxStyles = 100_000;
const firstOwnId = 164;

/** How a number shows by the style of its cell. */
export interface Styles {
  show(style: number): ShowNumber;
}

export async function readStyles(
  origin: Origin,
  files: OfficePackage,
  entry: string | undefined,
  formats: NumberFormats,
): Promise<Styles> {
  const patterns = new Map<number, string>();
  const formatIds: number[] = [];
  let isCellStyles = false;
  let isDifferential = false;
  if (entry !== undefined) {
    await readXml(origin, files.stream(entry), {
      open(element, attributes) {
        if (element === 'numFmt' && patterns.size < maxStyles && !isDifferential)
          patterns.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
        else if (element === 'cellXfs') isCellStyles = true;
        else if (element === 'dxfs') isDifferential = true;
        else if (element === 'xf' && isCellStyles && formatIds.length < maxStyles)
          formatIds.push(Number(attributes.numFmtId ?? 0));
      },
      close(element) {
        if (element === 'cellXfs') isCellStyles = false;
        else if (element === 'dxfs') isDifferential = false;
      },
      text: () => undefined,
    }).catch(ignoreDamage);
  }
  const shown: (ShowNumber | undefined)[] = [];
  return {
    show(style) {
      const id = formatIds[style];
      if (id === undefined) return showGeneral;
      let show = shown[style];
      if (!show) {
        const pattern = patterns.get(id);
        show =
          pattern !== undefined
            ? formats.byPattern(pattern)
            : id < firstOwnId
              ? formats.byId(id)
              : showGeneral;
        shown[style] = show;
      }
      return show;
    },
  };
}
