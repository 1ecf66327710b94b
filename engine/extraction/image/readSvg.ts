import type { Attributes, XmlListener } from '../office/readXml.ts';

export interface SvgContent {
  title?: string;
  description?: string;
  author?: string;
  /** Pixels at the usual 96 to the inch; absent where the drawing says nothing of it. */
  width?: number;
  height?: number;
  /** What stands in each text element, in the order of the file. */
  texts: string[];
  /** Drawing it could take minutes: filters upon filters, or shapes by the ten thousand. */
  isLaborious: boolean;
}

export interface SvgReader extends XmlListener {
  finish(): SvgContent;
}

/** Shapes, the effects upon them, and the points they are drawn through. */
const maxElements = 50_000;
const maxEffects = 30;
const maxPathLength = 3_000_000;
/** Nothing a reader of the drawing sees. */
const unseen = /^(?:script|style|metadata|defs|symbol|clipPath|mask|pattern|filter|namedview)$/;
/** Of HTML inside a drawing, and of lines inside a text: what begins a new line. */
const breaks = /^(?:p|div|li|h[1-6]|tr|br|flowPara|flowDiv)$/;
const pixels: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

/** Collects the words of a drawing. What it refers to elsewhere is not looked at. */
export function createSvgReader(): SvgReader {
  const path: string[] = [];
  const texts: string[] = [];
  const about = new Map<string, string>();
  /** Depth of switches whose first reading was taken: the others are the same for lesser viewers. */
  const taken = new Set<number>();
  let size: { width?: number; height?: number } = {};
  let unseenDepth = 0;
  /** Depth of the text element that is open, and of a title or description of the whole. */
  let textDepth = 0;
  let text = '';
  let aboutDepth = 0;
  let elements = 0;
  let effects = 0;
  let pathLength = 0;

  function endText(): void {
    const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
    const clean = lines.filter((line) => line !== '').join('\n');
    if (clean !== '') {
      texts.push(clean);
      const enclosing = path.findLastIndex((name, index) => name === 'switch' && index < textDepth - 1);
      if (enclosing >= 0) taken.add(enclosing);
    }
    text = '';
    textDepth = 0;
  }

  return {
    open(qualified, attributes) {
      const name = localName(qualified);
      path.push(name);
      elements++;
      if (/^fe[A-Z]/.test(name)) effects++;
      pathLength +=
        (attributes.d ?? attributes.points ?? '').length * (isDashed(attributes) ? dashedCost : 1);
      const depth = path.length;
      if (depth === 1) size = readSize(attributes);
      if (unseenDepth > 0) return;
      const isTakenTwice = path[depth - 2] === 'switch' && taken.has(depth - 2);
      if (unseen.test(name) || isTakenTwice) {
        unseenDepth = depth;
        return;
      }
      if ((name === 'title' || name === 'desc') && textDepth === 0) {
        // That of the whole, or of one shape, which a viewer shows when one points at it.
        aboutDepth = depth;
        return;
      }
      if (textDepth > 0) {
        const isLine = name === 'tspan' && ('y' in attributes || (attributes.dy ?? '0') !== '0');
        if (isLine || breaks.test(name)) text += '\n';
      } else if (name === 'text' || name === 'flowRoot' || name === 'foreignObject') textDepth = depth;
    },
    close() {
      const name = path.pop();
      const depth = path.length + 1;
      if (depth === unseenDepth) unseenDepth = 0;
      else if (depth === aboutDepth) aboutDepth = 0;
      else if (depth === textDepth) endText();
      else if (textDepth > 0 && unseenDepth === 0 && name !== undefined && breaks.test(name)) text += '\n';
      taken.delete(depth - 1);
    },
    text(piece) {
      if (unseenDepth > 0) return;
      if (textDepth > 0) text += piece;
      else if (aboutDepth === 2) {
        const name = path[1] ?? '';
        about.set(name, (about.get(name) ?? '') + piece);
      }
    },
    finish() {
      const title = tidy(about.get('title'));
      const description = tidy(about.get('desc'));
      const isLaborious = elements > maxElements || effects > maxEffects || pathLength > maxPathLength;
      return { texts, isLaborious, ...size, ...(title && { title }), ...(description && { description }) };
    },
  };
}

/** A dash each unit makes a point of a path many. */
const dashedCost = 20;

function isDashed(attributes: Attributes): boolean {
  return 'stroke-dasharray' in attributes || (attributes.style ?? '').includes('dasharray');
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}

function readSize({ width, height, viewBox }: Attributes): { width?: number; height?: number } {
  const box = (viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const across = readLength(width) ?? positive(box[2]);
  const down = readLength(height) ?? positive(box[3]);
  return { ...(across && { width: across }), ...(down && { height: down }) };
}

function readLength(value: string | undefined): number | undefined {
  const match = /^\s*([\d.]{1,20}(?:e\+?\d{1,3})?)\s*([a-z]{0,2})\s*$/i.exec(value ?? '');
  const unit = pixels[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? positive(Number(match[1]) * unit) : undefined;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value < Number.MAX_SAFE_INTEGER ? Math.ceil(value) : undefined;
}

function tidy(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 1_000);
}
