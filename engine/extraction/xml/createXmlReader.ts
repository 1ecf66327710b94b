import type { Attributes, XmlListener } from '../office/readXml.ts';
import type { Outline } from '../outline/createOutline.ts';
import { shortenData } from '../outline/shortenData.ts';

export interface XmlReader extends XmlListener {
  /** The first element of that name near the top. */
  readonly title: string | undefined;
  readonly author: string | undefined;
}

/** An element without elements in it. */
interface Leaf {
  label: string;
  text: string;
}

interface Frame {
  name: string;
  attributes: Leaf[];
  /** What stands in it and is not written yet. */
  pieces: (string | Leaf)[];
  hasText: boolean;
  /** An element inside prose: its text goes straight into that. */
  isWithin: boolean;
  /** Written as a group. */
  isEntered: boolean;
}

/** Elements whose text speaks for itself. */
const prose =
  /^(?:p|para|paragraph|simpara|content|text|body|line|l|ab|s|lg|quote|blockquote|listitem|li|abstract)$/i;
const titles = /^(?:title|head|heading|caption)$/i;
/** Groups that their title names better than their element. */
const sections =
  /^(?:section|sect\d|sec|chapter|article|book|part|div\d?|appendix|topic|concept|task|preface|front|back|refsect\d|item|entry|channel|feed)$/i;
const inline =
  /^(?:[abiqu]|em|emph|emphasis|strong|bold|italic|hi|span|sub|sup|sc|code|literal|tt|var|kbd|ref|xref|link|ulink|term|phrase|foreign|persName|placeName|lb|br)$/;
/** Positions of a track by the thousand, and what is not for reading. */
const skipped = /^(?:trkpt|rtept|Trackpoint|style|script)$/;
/** How much of a group waits for the text that would make it prose. */
const maxPending = 50;
const maxTitleDepth = 4;
/** Stands between what were elements of their own; it becomes a line break. */
const lineBreak = '\u2029';

/** Turns elements into lines: a leaf is a value, text with markup in it a paragraph, all else a group. */
export function createXmlReader(outline: Outline): XmlReader {
  const stack: Frame[] = [];
  let skipping = 0;
  let title: string | undefined;
  let author: string | undefined;

  /** Writes what waits in a group; as its first act, the group's own line. */
  function write(frame: Frame): void {
    const { pieces } = frame;
    frame.pieces = [];
    if (!frame.isEntered) {
      frame.isEntered = true;
      const [first] = pieces.filter((piece) => typeof piece !== 'string');
      const isNamed = first !== undefined && titles.test(first.label) && sections.test(frame.name);
      outline.enter(isNamed ? first.text : frame.name);
      if (isNamed) pieces.splice(pieces.indexOf(first), 1);
      for (const { label, text } of frame.attributes) outline.value(label, text);
    }
    for (const piece of pieces) {
      if (typeof piece === 'string') writeText(piece);
      else outline.value(prose.test(piece.label) || inline.test(piece.label) ? '' : piece.label, piece.text);
    }
    frame.hasText = false;
  }

  function writeText(piece: string): void {
    const text = collapse(piece);
    if (text !== '') outline.value('', text);
  }

  /** Everything around it first; what is around a group that is written has nothing that waits. */
  function writeAll(): void {
    let from = stack.length;
    while (from > 0 && !isWritten(stack[from - 1])) from--;
    for (const frame of stack.slice(from)) write(frame);
  }

  function add(parent: Frame | undefined, leaf: Leaf): void {
    note(leaf);
    if (!parent) {
      outline.value(prose.test(leaf.label) ? '' : leaf.label, leaf.text);
      return;
    }
    parent.pieces.push(leaf);
    if (parent.isEntered || parent.pieces.length > maxPending) writeAll();
  }

  function close(frame: Frame): void {
    const parent = stack.at(-1);
    if (frame.isEntered) {
      write(frame);
      outline.leave();
      return;
    }
    const leaves = frame.pieces.filter((piece) => typeof piece !== 'string');
    const isSentence =
      frame.hasText ||
      leaves.length === 0 ||
      leaves.every(({ label }) => inline.test(label)) ||
      (leaves.length === 1 && frame.attributes.length === 0 && prose.test(leaves[0]?.label ?? ''));
    const text = isSentence ? collapse(frame.pieces.map(asText).join('')) : '';
    if (isSentence && (text !== '' || frame.attributes.length < 2)) {
      const attributes = frame.attributes.map((leaf) =>
        text === '' ? leaf.text : `${leaf.label}: ${leaf.text}`,
      );
      const shown =
        text === '' ? attributes.join() : attributes.length ? `${text} (${attributes.join(', ')})` : text;
      if (shown !== '') add(parent, { label: frame.name, text: shortenData(shown) });
      return;
    }
    writeAll();
    write(frame);
    outline.leave();
  }

  function note({ label, text }: Leaf): void {
    if (stack.length > maxTitleDepth || text.length > 300) return;
    if (label === 'title' || label === 'Title') title ??= text;
    if (label === 'creator' || label === 'author') author ??= text;
  }

  return {
    get title() {
      return title;
    },
    get author() {
      return author;
    },
    open(qualified, attributes) {
      const name = localName(qualified);
      if (skipping > 0 || skipped.test(name)) {
        skipping++;
        return;
      }
      const parent = stack.at(-1);
      const isWithin = parent?.hasText === true && !parent.isEntered;
      if (isWithin && !inline.test(name)) parent.pieces.push(lineBreak);
      stack.push({
        name,
        attributes: isWithin ? [] : readAttributes(attributes),
        pieces: isWithin ? parent.pieces : [],
        hasText: isWithin,
        isWithin,
        isEntered: false,
      });
    },
    text(text) {
      const frame = stack.at(-1);
      if (!frame || skipping > 0) return;
      const isSpace = text.trim() === '';
      if (isSpace && frame.pieces.length === 0) return;
      if (!isSpace) frame.hasText = true;
      if (!isSpace || frame.hasText) frame.pieces.push(text);
    },
    close() {
      if (skipping > 0) {
        skipping--;
        return;
      }
      const frame = stack.pop();
      if (frame?.isWithin) {
        if (!inline.test(frame.name)) frame.pieces.push(lineBreak);
      } else if (frame) close(frame);
    },
  };
}

function isWritten(frame: Frame | undefined): boolean {
  return frame?.isEntered === true && frame.pieces.length === 0;
}

function asText(piece: string | Leaf): string {
  if (typeof piece === 'string') return piece;
  return inline.test(piece.label) ? ` ${piece.text} ` : `${lineBreak}${piece.text}${lineBreak}`;
}

/** What identifies a thing or lays it out says nothing to a reader. */
function readAttributes(attributes: Attributes): Leaf[] {
  const leaves: Leaf[] = [];
  for (const label in attributes) {
    if (/^(?:xmlns|xml:|xsi:)|^(?:id|class|style|version)$|:(?:id|schemaLocation)$/.test(label)) continue;
    const text = collapse(attributes[label] ?? '');
    if (text !== '') leaves.push({ label: localName(label), text: shortenData(text) });
  }
  return leaves;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const markup = /<\/?[a-z][^<>]{0,500}>/gi;

/** One line of words, or one for each element; markup that was written as text (as feeds do) is taken out. */
function collapse(text: string): string {
  const plain = text.includes('</') || text.includes('<br') ? text.replace(markup, ' ') : text;
  return plain
    .split(lineBreak)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
