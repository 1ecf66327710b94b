import { formatNumber } from '../office/listNumbers.ts';
import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { type Attributes, readXml } from '../office/readXml.ts';

interface Level {
  format: string;
  /** As written: `%1.%2)`. */
  text: string;
  start: number;
  style: string | undefined;
}

interface List {
  levels: (Level | undefined)[];
  /** The style whose list this one is. */
  styleLink: string | undefined;
}

interface Use {
  list: string;
  starts: (number | undefined)[];
}

/** The lists of a document: what stands before each numbered paragraph. */
export interface Numbering {
  /**
   * The marker of the next paragraph of a list (`-`, `2.`, `1.3`, `(b)`), counting on.
   *
   * @returns undefined where there is no such list; empty where its paragraphs have no mark
   */
  next(numId: string, level: number): string | undefined;
  /** The level that a list gives to paragraphs of a style. */
  levelOf(numId: string, style: string): number | undefined;
}

const maxLevels = 9;

/** Reads `numbering.xml`; ECMA-376 part 1, 17.9. */
export async function readNumbering(
  origin: Origin,
  files: OfficePackage,
  entry: string | undefined,
  listOfStyle: (style: string) => string | undefined,
): Promise<Numbering> {
  const lists = new Map<string, List>();
  const uses = new Map<string, Use>();
  if (entry) await readXml(origin, files.stream(entry), createReader(lists, uses)).catch(ignoreDamage);

  const counters = new Map<string, number[]>();
  const started = new Set<string>();

  function find(numId: string, hops = 0): { id: string; list: List; use: Use } | undefined {
    const use = uses.get(numId);
    const list = use && lists.get(use.list);
    if (!use || !list) return undefined;
    const linked =
      list.styleLink !== undefined && list.levels.length === 0 ? listOfStyle(list.styleLink) : undefined;
    if (linked !== undefined && linked !== numId && hops < 5) return find(linked, hops + 1);
    return { id: use.list, list, use };
  }

  return {
    next(numId, wanted) {
      const found = find(numId);
      if (!found) return undefined;
      const { id, list, use } = found;
      const depth = Math.min(Math.max(0, wanted), maxLevels - 1);
      const level = list.levels[depth];
      if (!level) return undefined;
      const counts = counters.get(id) ?? [];
      counters.set(id, counts);
      const override = use.starts[depth];
      const isFirst = override !== undefined && !started.has(`${numId}/${depth}`);
      started.add(`${numId}/${depth}`);
      const before = counts[depth];
      counts[depth] = isFirst ? override : before === undefined ? level.start : before + 1;
      counts.length = depth + 1;
      if (level.format === 'bullet') return '-';
      if (level.format === 'none') return level.text.replace(/%\d/g, '').trim();
      return level.text
        .replace(/%([1-9])/g, (_, digit: string) => {
          const at = Number(digit) - 1;
          const outer = list.levels[at];
          return formatNumber(counts[at] ?? outer?.start ?? 1, outer?.format ?? 'decimal');
        })
        .trim();
    },
    levelOf(numId, style) {
      const at = find(numId)?.list.levels.findIndex((level) => level?.style === style) ?? -1;
      return at < 0 ? undefined : at;
    },
  };
}

function createReader(lists: Map<string, List>, uses: Map<string, Use>) {
  let list: List | undefined;
  let use: Use | undefined;
  let level: Level | undefined;
  let overridden = 0;
  return {
    open(name: string, attributes: Attributes) {
      const value = attributes['w:val'] ?? '';
      switch (name) {
        case 'w:abstractNum':
          list = { levels: [], styleLink: undefined };
          lists.set(attributes['w:abstractNumId'] ?? '', list);
          break;
        case 'w:numStyleLink':
          if (list) list.styleLink = value;
          break;
        case 'w:num':
          use = { list: '', starts: [] };
          uses.set(attributes['w:numId'] ?? '', use);
          break;
        case 'w:abstractNumId':
          if (use) use.list = value;
          break;
        case 'w:lvlOverride':
          overridden = levelNumber(attributes['w:ilvl']);
          break;
        case 'w:startOverride':
          if (use) use.starts[overridden] = startNumber(value);
          break;
        case 'w:lvl':
          level = { format: 'decimal', text: '', start: 1, style: undefined };
          if (list) list.levels[levelNumber(attributes['w:ilvl'])] = level;
          break;
        case 'w:start':
          if (level) level.start = startNumber(value);
          break;
        case 'w:numFmt':
          if (level) level.format = value;
          break;
        case 'w:lvlText':
          if (level) level.text = value.slice(0, 100);
          break;
        case 'w:pStyle':
          if (level) level.style = value;
          break;
      }
    },
    close(name: string) {
      if (name === 'w:abstractNum') list = undefined;
      if (name === 'w:num') use = undefined;
      if (name === 'w:lvl') level = undefined;
    },
    text: () => undefined,
  };
}

function levelNumber(value: string | undefined): number {
  const level = Math.trunc(Number(value));
  return level >= 0 && level < maxLevels ? level : 0;
}

function startNumber(value: string): number {
  const start = Math.trunc(Number(value));
  return Math.abs(start) < 1_000_000 ? start : 1;
}
