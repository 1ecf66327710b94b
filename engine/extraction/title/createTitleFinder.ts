import type { Block, DocumentMetadata, Part } from '@adiuva/contracts';
import { isGoodTitle } from './isGoodTitle.ts';
import { titleOfName } from './titleOfName.ts';

type Title = Pick<DocumentMetadata, 'title' | 'titleFrom'>;

/** Watches a document's parts go by and gives it a title. */
export interface TitleFinder {
  see(part: Part): void;
  /** The document's own title where it is good, else one made for it. */
  titleFor(metadata: DocumentMetadata): Title;
}

const maxLength = 150;
/** A title stands at the beginning. */
const partsSeen = 3;
const blocksSeen = 12;
/** Longer lines are sentences. */
const maxLine = 100;

/**
 * The title of a document: its own; else what its subject says; else its first heading, or a first line that reads
 * like one; else the name of its file, made readable.
 */
export function createTitleFinder(fileName: string): TitleFinder {
  let seen = 0;
  let heading: { level: number; text: string } | undefined;
  let line: string | undefined;
  let isCode = false;

  return {
    see(part) {
      if (++seen > partsSeen) return;
      const first = part.blocks.slice(0, blocksSeen);
      if (seen === 1) {
        isCode = first[0]?.kind === 'code';
        line = firstLine(part, first);
      }
      for (const { kind, level = 6, start, end } of first) {
        if (kind !== 'heading' || (heading && heading.level <= level)) continue;
        const text = oneLine(part.text.slice(start, Math.min(end, start + 500)).replace(/^#{1,6}[ \t]+/, ''));
        if (isGoodTitle(text) && text.length <= maxLength) heading = { level, text };
      }
    },
    titleFor({ title, properties }) {
      const own = oneLine(title ?? '');
      if (isGoodTitle(own)) return { title: own };
      const subject = oneLine(String(properties?.subject ?? ''));
      if (isGoodTitle(subject) && subject.length <= maxLength) return { title: subject, titleFrom: 'text' };
      if (heading && !isCode) return { title: heading.text, titleFrom: 'heading' };
      if (line && !isCode) return { title: line, titleFrom: 'text' };
      return { title: titleOfName(fileName, isCode), titleFrom: 'name' };
    },
  };
}

/** The first line of a part, where it reads like a title: a few words, and not the start of a sentence. */
function firstLine(part: Part, blocks: readonly Block[]): string | undefined {
  if (part.kind !== 'text' && part.kind !== 'page' && part.kind !== 'slide') return undefined;
  const [block, next] = blocks;
  if (block?.kind !== 'paragraph') return undefined;
  const lines = part.text.slice(block.start, Math.min(block.end, block.start + 1_000)).split('\n');
  const text = oneLine(lines[0] ?? '');
  // A line alone is a title; one that goes on is one only if the lines under it do.
  if (lines.length === 1 ? !next : text.length > 60) return undefined;
  if (text.length > maxLine || !isGoodTitle(text) || /[.,;:!…。、，；]$/.test(text)) return undefined;
  if (/^[\p{Ll}\d[{(<"'*|=+/\\-]|@|https?:|\d{4}-\d\d-\d\d|[{}<>=|]/u.test(text)) return undefined;
  const isDense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
  return /\S\s+\S/.test(text) || isDense.test(text) ? text : undefined;
}

function oneLine(text: string): string {
  return text.slice(0, 1_000).replace(/\s+/g, ' ').trim();
}
