import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { type Attributes, readXml } from '../office/readXml.ts';
import { kindOfStyle } from '../office/styleNames.ts';

/** What a paragraph of a style is to a reader. */
export interface ParagraphStyle {
  kind: 'heading' | 'paragraph' | 'quote' | 'caption' | 'code';
  /** Of headings; 1 is the largest. */
  level: number;
  /** The list that the style puts its paragraphs in. */
  numId: string | undefined;
  listLevel: number | undefined;
}

export interface Styles {
  /** @param id absent for the default style */
  paragraph(id: string | undefined): ParagraphStyle;
  /** Whether text of a character style is not shown. */
  isHidden(id: string | undefined): boolean;
}

interface Style {
  name: string;
  basedOn: string | undefined;
  outline: number | undefined;
  numId: string | undefined;
  listLevel: number | undefined;
  isHidden: boolean | undefined;
}

const maxBases = 20;

/** Reads `styles.xml`. Word writes the names of its own styles in English, whatever the user's language. */
export async function readStyles(
  origin: Origin,
  files: OfficePackage,
  entry: string | undefined,
): Promise<Styles> {
  const styles = new Map<string, Style>();
  const defaults: { paragraph?: string } = {};
  if (entry) await readXml(origin, files.stream(entry), createReader(styles, defaults)).catch(ignoreDamage);
  const resolved = new Map<string, ParagraphStyle>();

  function chain(id: string | undefined): Style[] {
    const found: Style[] = [];
    for (let at = id; at !== undefined && found.length < maxBases; ) {
      const style = styles.get(at);
      if (!style) break;
      found.push(style);
      at = style.basedOn;
    }
    return found;
  }

  function resolve(id: string): ParagraphStyle {
    const bases = chain(id);
    // A document without the style's definition still names it.
    const names = bases.length > 0 ? bases.map(({ name }) => name) : [id];
    const inherited = bases.find(({ outline }) => outline !== undefined)?.outline;
    const named = names.map(kindOfStyle).find((found) => found);
    const level = named?.kind === 'heading' ? named.level : undefined;
    const outline = level ?? (inherited !== undefined && inherited < 9 ? inherited + 1 : undefined);
    return {
      kind: outline !== undefined ? 'heading' : (named?.kind ?? 'paragraph'),
      level: outline ?? 0,
      numId: bases.find(({ numId }) => numId !== undefined)?.numId,
      listLevel: bases.find(({ listLevel }) => listLevel !== undefined)?.listLevel,
    };
  }

  return {
    paragraph(id) {
      const key = id ?? defaults.paragraph ?? '';
      let style = resolved.get(key);
      if (!style) {
        style = resolve(key);
        if (resolved.size < 10_000) resolved.set(key, style);
      }
      return style;
    },
    isHidden: (id) => chain(id).find(({ isHidden }) => isHidden !== undefined)?.isHidden ?? false,
  };
}

function createReader(styles: Map<string, Style>, defaults: { paragraph?: string }) {
  let style: Style | undefined;
  return {
    open(name: string, attributes: Attributes) {
      const value = attributes['w:val'];
      if (name === 'w:style') {
        style = {
          name: '',
          basedOn: undefined,
          outline: undefined,
          numId: undefined,
          listLevel: undefined,
          isHidden: undefined,
        };
        const id = attributes['w:styleId'] ?? '';
        if (!styles.has(id)) styles.set(id, style);
        const isDefault = /^(?:1|true|on)$/.test(attributes['w:default'] ?? '');
        if (isDefault && attributes['w:type'] === 'paragraph') defaults.paragraph = id;
      }
      if (!style) return;
      if (name === 'w:name') style.name = value ?? '';
      if (name === 'w:basedOn') style.basedOn = value;
      if (name === 'w:outlineLvl') style.outline = Math.trunc(Number(value));
      if (name === 'w:numId') style.numId = value;
      if (name === 'w:ilvl') style.listLevel = Math.trunc(Number(value));
      if (name === 'w:vanish') style.isHidden = isOn(value);
    },
    close(name: string) {
      if (name === 'w:style') style = undefined;
    },
    text: () => undefined,
  };
}

/** A switch that stands there is on, unless it says otherwise. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !/^(?:0|false|off)$/i.test(value);
}
