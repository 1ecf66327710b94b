import { formatNumber } from '../office/listNumbers.ts';
import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { type Attributes, readXml } from '../office/readXml.ts';

export interface OdfParagraphStyle {
  kind: 'heading' | 'paragraph' | 'quote' | 'caption' | 'code';
  level: number;
}

interface ListLevel {
  isNumber: boolean;
  format: string;
  prefix: string;
  suffix: string;
  start: number;
  /** How many levels of numbers stand there: 2 is `1.2`. */
  shown: number;
}

export type ListStyle = (ListLevel | undefined)[];

/** What styles of an OpenDocument file say to a reader. */
export interface OdfStyles {
  paragraph(name: string | undefined): OdfParagraphStyle;
  /** Whether text in it, or a page of it, is not shown. */
  isHidden(name: string | undefined): boolean;
  list(name: string | undefined): ListStyle | undefined;
  /** The numbers of headings. */
  outline: ListStyle;
}

interface Style {
  names: string[];
  parent: string | undefined;
  isHidden: boolean;
}

const numberFormats: Readonly<Record<string, string>> = {
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
};
const maxParents = 20;
const maxListLevels = 10;

/** Reads the styles of `styles.xml` and those that the program made in `content.xml`. */
export async function readOdfStyles(origin: Origin, files: OfficePackage): Promise<OdfStyles> {
  const styles = new Map<string, Style>();
  const lists = new Map<string, ListStyle>();
  const outline: ListStyle = [];
  for (const entry of ['styles.xml', 'content.xml'])
    await readXml(origin, files.stream(entry), createReader(styles, lists, outline)).catch(ignoreDamage);
  const resolved = new Map<string, OdfParagraphStyle>();

  function resolve(name: string): OdfParagraphStyle {
    let at: string | undefined = name;
    for (let hops = 0; at !== undefined && hops < maxParents; hops++) {
      const style: Style | undefined = styles.get(at);
      for (const own of style?.names ?? [at]) {
        const kind = kindByName(own);
        if (kind) return kind;
      }
      at = style?.parent;
    }
    return { kind: 'paragraph', level: 0 };
  }

  return {
    outline,
    paragraph(name) {
      if (name === undefined) return { kind: 'paragraph', level: 0 };
      const known = resolved.get(name) ?? resolve(name);
      if (resolved.size < 10_000) resolved.set(name, known);
      return known;
    },
    isHidden: (name) => name !== undefined && (styles.get(name)?.isHidden ?? false),
    list: (name) => (name === undefined ? undefined : lists.get(name)),
  };
}

function kindByName(raw: string): OdfParagraphStyle | undefined {
  const name = raw.replaceAll('_20_', ' ').toLowerCase();
  if (name === 'title') return { kind: 'heading', level: 1 };
  const level = /^heading (\d{1,2})$/.exec(name)?.[1];
  if (level) return { kind: 'heading', level: Number(level) };
  if (/^(?:quotations?|quote|intense quote)$/.test(name)) return { kind: 'quote', level: 0 };
  if (/^(?:caption|illustration|figure|drawing)$/.test(name)) return { kind: 'caption', level: 0 };
  return /^(?:preformatted text|source code|html preformatted)$/.test(name)
    ? { kind: 'code', level: 0 }
    : undefined;
}

function createReader(styles: Map<string, Style>, lists: Map<string, ListStyle>, outline: ListStyle) {
  let style: Style | undefined;
  let list: ListStyle | undefined;
  let isContent = false;
  return {
    open(name: string, attributes: Attributes) {
      // What follows is the document itself, and long.
      if (name === 'office:body') isContent = true;
      if (isContent) return;
      switch (name) {
        case 'style:style': {
          const own = attributes['style:name'] ?? '';
          const display = attributes['style:display-name'];
          style = {
            names: display ? [own, display] : [own],
            parent: attributes['style:parent-style-name'],
            isHidden: false,
          };
          styles.set(own, style);
          break;
        }
        case 'style:text-properties':
          if (style && attributes['text:display'] === 'none') style.isHidden = true;
          break;
        case 'style:drawing-page-properties':
          if (style && attributes['presentation:visibility'] === 'hidden') style.isHidden = true;
          break;
        case 'text:list-style':
          list = [];
          lists.set(attributes['style:name'] ?? '', list);
          break;
        case 'text:outline-style':
          list = outline;
          break;
        case 'text:list-level-style-bullet':
        case 'text:list-level-style-image':
        case 'text:list-level-style-number':
        case 'text:outline-level-style':
          readLevel(list, attributes, !/bullet|image/.test(name));
          break;
      }
    },
    close(name: string) {
      if (name === 'style:style') style = undefined;
    },
    text: () => undefined,
  };
}

function readLevel(list: ListStyle | undefined, attributes: Attributes, isNumber: boolean): void {
  const level = Math.trunc(Number(attributes['text:level']));
  if (!list || !(level >= 1 && level <= maxListLevels)) return;
  list[level - 1] = {
    isNumber,
    format: attributes['style:num-format'] ?? '',
    prefix: attributes['style:num-prefix'] ?? '',
    suffix: attributes['style:num-suffix'] ?? '',
    start: Math.trunc(Number(attributes['text:start-value'] ?? 1)) || 1,
    shown: Math.min(
      maxListLevels,
      Math.max(1, Math.trunc(Number(attributes['text:display-levels'] ?? 1)) || 1),
    ),
  };
}

/** The mark of an item with the counts of its levels; empty where the level shows none. */
export function markerOf(style: ListStyle | undefined, counts: readonly number[]): string {
  const level = counts.length - 1;
  const own = style?.[level];
  if (!own) return '-';
  if (!own.isNumber) return '-';
  if (own.format === '') return '';
  const numbers: string[] = [];
  for (let at = Math.max(0, level + 1 - own.shown); at <= level; at++) {
    const format = style[at]?.format ?? '';
    if (format !== '') numbers.push(formatNumber(counts[at] ?? 1, numberFormats[format] ?? 'decimal'));
  }
  return `${own.prefix}${numbers.join('.')}${own.suffix}`.trim();
}
