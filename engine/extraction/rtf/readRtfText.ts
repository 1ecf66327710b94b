import type { DocumentMetadata } from '@adiuva/contracts';
import { fileMalformed } from '../fileErrors.ts';
import { codePageOfCharset, decodeBytes } from '../office/codePages.ts';
import { countOf, documentProperties } from '../office/packageProperties.ts';
import type { StoryBlock } from '../office/storyBlocks.ts';
import { createStories } from '../office/storyBuilder.ts';
import { kindOfStyle, type NamedKind } from '../office/styleNames.ts';
import { symbolText } from '../office/symbolFonts.ts';
import { maxTableColumns } from '../office/tableMarkdown.ts';
import {
  characters,
  type Destination,
  destinations,
  initialState,
  knownOptional,
  type RtfState,
  skippedDestinations,
  storyKinds,
} from './rtfState.ts';
import type { RtfListener } from './rtfTokens.ts';

interface Font {
  name: string;
  charset: number | undefined;
  codePage: number | undefined;
}

interface RtfResult {
  headers: ReadonlySet<string>;
  footers: ReadonlySet<string>;
  metadata: DocumentMetadata;
}

const maxDepth = 500_000;
const maxValueLength = 2_000;
/** Reads the words of an RTF file in the order a person reads them. */
export function createRtfReader(
  name: string,
  content: Uint8Array,
  maxTextLength: number,
  onBlock: (block: StoryBlock) => void,
): { listener: RtfListener; finish(): RtfResult } {
  const fonts = new Map<number, Font>();
  const styleNames = new Map<number, string>();
  const stories = createStories(name, maxTextLength, kindOf, onBlock);
  const kinds = new Map<number, NamedKind | undefined>();
  const values: Partial<Record<Destination, string>> = {};
  const times: Record<'creatim' | 'revtim', number[]> = { creatim: [], revtim: [] };

  let state = initialState;
  const groups: RtfState[] = [];
  /** Depths of the groups that are texts of their own. */
  const storyDepths: number[] = [];
  let pending: number[] = [];
  let afterStar = false;
  let isGroupStart = false;
  let toPass = 0;
  let ansiPage = 1252;
  let defaultFont: number | undefined;
  let time: number[] | undefined;
  let pages: number | undefined;
  let isOver = false;
  /** Cells of the row that belong to a merged one before or above them. */
  let covered: boolean[] = [];
  let isCovered = false;
  let coveredAround: boolean[] = [];
  /** The font or style that is being described. */
  let described = 0;
  let description = '';

  function kindOf(style = 0): NamedKind | undefined {
    if (!kinds.has(style)) kinds.set(style, kindOfStyle(styleNames.get(style) ?? ''));
    return kinds.get(style);
  }

  function set(change: Partial<RtfState>): void {
    state = { ...state, ...change };
  }

  function flush(): void {
    if (pending.length === 0) return;
    const bytes = pending;
    pending = [];
    put(decode(bytes));
  }

  function decode(bytes: readonly number[]): string {
    const font = fonts.get(state.font ?? defaultFont ?? -1);
    if (font?.charset === 2 && state.into === 'text')
      return bytes.map((byte) => symbolText(font.name, byte)).join('');
    const charset = font?.charset;
    // Charset 0 says “Western”, but many programs write it for whatever the file's own code page is.
    const page = font?.codePage ?? (charset ? codePageOfCharset(charset) : undefined) ?? ansiPage;
    return decodeBytes(Uint8Array.from(bytes), page);
  }

  function put(text: string): void {
    switch (state.into) {
      case 'text':
        if (!state.isHidden && !state.isDeleted) stories.write(text);
        break;
      case 'marker':
        stories.mark(text);
        break;
      case 'fontTable':
      case 'styleSheet':
        if (description.length < 200) description += text;
        if (text.includes(';')) endDescription();
        break;
      default:
        values[state.into] = `${values[state.into] ?? ''}${text}`.slice(0, maxValueLength);
    }
  }

  function endDescription(): void {
    const own = description.replace(/;.*$/s, '').trim();
    description = '';
    if (state.into === 'styleSheet') {
      if (styleNames.size < 10_000) styleNames.set(described, own);
    } else {
      const font = fonts.get(described);
      if (font) font.name = own;
    }
  }

  function addUnicode(value: number): void {
    flush();
    const code = value < 0 ? value + 0x10000 : value;
    const font = fonts.get(state.font ?? defaultFont ?? -1);
    const isSymbol = code >= 0xf000 && code <= 0xf0ff;
    const sign = isSymbol ? symbolText(font?.name ?? '', code) : String.fromCharCode(code & 0xffff);
    put(state.into === 'marker' && sign === '' ? '•' : sign);
    toPass = state.fallback;
  }

  function control(word: string, value: number | undefined): void {
    const starred = afterStar;
    const first = isGroupStart;
    afterStar = false;
    isGroupStart = false;
    if (word === '*') {
      afterStar = true;
      isGroupStart = first;
      return;
    }
    if (toPass > 0 && word !== 'u') {
      toPass--;
      return;
    }
    if (word === 'u' && !state.isSkipped) {
      addUnicode(value ?? 0);
      return;
    }
    flush();
    if ((first || starred) && openDestination(word, starred)) return;
    if (state.isSkipped) return;
    if (state.into === 'fontTable' || state.into === 'styleSheet') describe(word, value);
    const character = characters[word];
    if (character !== undefined) put(character);
    else layOut(word, value ?? 1, value);
  }

  /** @returns whether the word began a group of a kind of its own */
  function openDestination(word: string, starred: boolean): boolean {
    const kind = storyKinds[word];
    const into = destinations[word];
    if (state.isSkipped && word !== 'ud') return true;
    if (kind) {
      stories.open(kind);
      storyDepths.push(groups.length);
      set({ into: 'text', tableLevel: 0, style: undefined, outline: undefined, isSkipped: false });
    } else if (into) {
      const isKnown = (into === 'title' || into === 'author') && values[into] !== undefined;
      set(isKnown ? { isSkipped: true } : { into });
    } else if (word === 'ud') set({ isSkipped: false });
    else if (word === 'upr') set({ isSkipped: true });
    else if (word === 'creatim' || word === 'revtim') time = times[word];
    else if (word === 'pict' || skippedDestinations.has(word)) set({ isSkipped: true });
    else if (starred && !knownOptional.has(word)) set({ isSkipped: true });
    else return false;
    return true;
  }

  function describe(word: string, value = 0): void {
    if (state.into === 'styleSheet') {
      if (word === 's' || word === 'cs' || word === 'ds' || word === 'ts')
        described = word === 's' ? value : -1;
      return;
    }
    if (word === 'f') {
      described = value;
      if (fonts.size < 10_000) fonts.set(value, { name: '', charset: undefined, codePage: undefined });
    }
    const font = fonts.get(described);
    if (font && word === 'fcharset') font.charset = value;
    if (font && word === 'cpg') font.codePage = value;
  }

  function layOut(word: string, value: number, given: number | undefined): void {
    switch (word) {
      case 'par':
      case 'sect':
      case 'page':
      case 'column':
        if (state.into === 'text') stories.endParagraph(state);
        break;
      case 'cell':
        stories.endCell(state, 1);
        break;
      case 'nestcell':
        stories.endCell(state, Math.max(2, state.tableLevel));
        break;
      case 'row':
        stories.endRow(1, covered);
        break;
      case 'nestrow':
        stories.endRow(Math.max(2, state.tableLevel), covered);
        covered = coveredAround;
        break;
      case 'nesttableprops':
        coveredAround = covered;
        break;
      case 'trowd':
        covered = [];
        isCovered = false;
        break;
      case 'clmrg':
      case 'clvmrg':
        isCovered = true;
        break;
      case 'cellx':
        if (covered.length < maxTableColumns) covered.push(isCovered);
        isCovered = false;
        break;
      case 'ilvl':
        set({ listLevel: Math.min(Math.max(0, value), 8) });
        break;
      case 'pard':
        set({ style: undefined, outline: undefined, tableLevel: 0, listLevel: 0 });
        break;
      case 'intbl':
        set({ tableLevel: Math.max(1, state.tableLevel) });
        break;
      case 'itap':
        set({ tableLevel: Math.max(0, value) });
        break;
      case 's':
        set({ style: value });
        break;
      case 'outlinelevel':
        set({ outline: value });
        break;
      case 'plain':
        set({ isHidden: false, isDeleted: false, font: undefined });
        break;
      case 'v':
        set({ isHidden: value !== 0 });
        break;
      case 'deleted':
        set({ isDeleted: value !== 0 });
        break;
      case 'f':
        set({ font: value });
        break;
      case 'uc':
        set({ fallback: Math.min(Math.max(0, value), 10) });
        break;
      case 'deff':
        defaultFont = value;
        break;
      case 'ansicpg':
        ansiPage = value;
        break;
      case 'mac':
        ansiPage = 10000;
        break;
      case 'pc':
        ansiPage = 437;
        break;
      case 'pca':
        ansiPage = 850;
        break;
      case 'nofpages':
        pages = given;
        break;
      case 'yr':
      case 'mo':
      case 'dy':
      case 'hr':
      case 'min':
        time?.push(value);
        break;
    }
  }

  const listener: RtfListener = {
    isSkipping: () => isOver || (state.isSkipped && toPass === 0),
    open() {
      flush();
      toPass = 0;
      if (groups.length >= maxDepth)
        throw fileMalformed(name, 'an RTF document', new Error('nested too deep'));
      groups.push(state);
      isGroupStart = true;
      afterStar = false;
    },
    close() {
      flush();
      toPass = 0;
      isGroupStart = false;
      const inner = state;
      const outer = groups.pop();
      if (storyDepths.at(-1) === groups.length + 1) {
        storyDepths.pop();
        stories.close(inner);
      }
      if (inner.into === 'commentAuthor' && outer?.into !== 'commentAuthor') {
        stories.commentBy(values.commentAuthor ?? '');
        values.commentAuthor = '';
      }
      if (!outer) return;
      state = outer;
      time = undefined;
      // What comes after the last bracket is no part of the document.
      if (groups.length === 0) isOver = true;
    },
    control(word, value) {
      if (!isOver) control(word, value);
    },
    byte(value) {
      isGroupStart = false;
      afterStar = false;
      if (isOver) return;
      if (toPass > 0) toPass--;
      else if (!state.isSkipped) pending.push(value);
    },
    bytes(start, end) {
      isGroupStart = false;
      afterStar = false;
      if (isOver) return;
      const passed = Math.min(toPass, end - start);
      toPass -= passed;
      if (state.isSkipped) return;
      // Most text is plain letters, which are the same in every code page but those of symbols.
      const from = start + passed;
      if (pending.length === 0 && isPlain(content, from, end) && !isSymbolFont())
        put(latin(content, from, end));
      else for (let at = from; at < end; at++) pending.push(content[at] ?? 0);
    },
  };

  function isSymbolFont(): boolean {
    return fonts.get(state.font ?? defaultFont ?? -1)?.charset === 2;
  }

  return {
    listener,
    finish() {
      flush();
      stories.finish(state);
      return {
        headers: stories.headers,
        footers: stories.footers,
        metadata: documentProperties({
          title: values.title,
          author: values.author,
          subject: values.subject,
          keywords: values.keywords,
          createdAt: momentOf(times.creatim),
          modifiedAt: momentOf(times.revtim),
          pageCount: countOf(pages === undefined ? undefined : String(pages)),
        }),
      };
    },
  };
}

/** Year, month, day, hour, minute; without a zone, and taken as UTC. */
function momentOf([year, month, day, hour = 0, minute = 0]: readonly number[]): number | undefined {
  if (!year || !month || !day || year < 1900 || year > 9999) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute);
  return Number.isNaN(time) ? undefined : time;
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7e) return false;
  return true;
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
