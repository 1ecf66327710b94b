import type { FlowBlock } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { readText } from '../text/readText.ts';

/**
 * YAML, TOML, INI and their like: the text as it is, a block for each top-level key or section with the comments
 * above it. Nothing is parsed, so tags are never run and aliases never expanded.
 */
export async function extractConfig(source: Source): Promise<Extracted> {
  const text = readText(source);
  const blocks = source.mediaType === 'application/yaml' ? findKeys(text) : findSections(text);
  const title = /^(?:title|name)[ \t]*[:=][ \t]*["']?([^\n"'#{[|>&*]{1,200})/m.exec(text)?.[1]?.trim();
  source.onProgress(1, 1);
  return { metadata: title ? { title } : {}, parts: splitFlow({ text, blocks }), warnings: [] };
}

/** A new block at every line at the margin, but one for a run of keys that stand together without an empty line. */
function findKeys(text: string): FlowBlock[] {
  const margin = Math.min(1, /^(?:---[^\n]*\n)?( ?)\S/.exec(text)?.[1]?.length ?? 0);
  return findBlocks(text, (line, previous) => {
    const indent = line.search(/\S/);
    if (indent > margin || /^\s*(?:-\s|[\]}])/.test(line)) return false;
    // A key with something under it is a block; plain keys in a row are one together.
    return /^---/.test(line) || isOpening(line) || previous.indent > margin;
  });
}

function isOpening(line: string): boolean {
  return /^ ?[^#\n]{1,200}:\s*(?:[|>&!][^\n]{0,100})?(?:#[^\n]*)?$/.test(line);
}

function findSections(text: string): FlowBlock[] {
  return findBlocks(text, (line) => /^\s{0,4}\[/.test(line) && !/^\s*\[[^\]]*,/.test(line));
}

/** More keys than this are data; those that follow are joined up to a few thousand characters. */
const manyBlocks = 20_000;
const joinedLength = 4_000;

interface PreviousLine {
  indent: number;
}

/** Cuts before every line that begins a block; the comments right above it go with it. */
function findBlocks(text: string, begins: (line: string, previous: PreviousLine) => boolean): FlowBlock[] {
  const blocks: FlowBlock[] = [];
  let start = -1;
  let end = 0;
  /** Where a run of comments began that may belong to what follows. */
  let comments = -1;
  let commentsEnd = 0;
  const previous: PreviousLine = { indent: 0 };
  const close = (at: number) => {
    const last = blocks.at(-1);
    if (start < 0 || at <= start) return;
    if (blocks.length > manyBlocks && last && at - last.start <= joinedLength) last.end = at;
    else blocks.push({ kind: 'code', start, end: at });
  };
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf('\n', lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const line = text.slice(lineStart, Math.min(lineEnd, lineStart + 500));
    const indent = line.search(/\S/);
    if (indent < 0) {
      // An empty line ends what the comments above it belong to.
      if (comments >= 0 && start < 0) start = comments;
      if (comments >= 0) end = commentsEnd;
      comments = -1;
    } else if (/^[#;]/.test(line)) {
      if (comments < 0) comments = lineStart;
      commentsEnd = lineEnd;
    } else {
      if (start < 0) start = comments >= 0 ? comments : lineStart;
      else if (begins(line, previous)) {
        close(end);
        start = comments >= 0 ? comments : lineStart;
      }
      comments = -1;
      end = lineEnd;
      previous.indent = indent;
    }
    lineStart = lineEnd + 1;
  }
  if (comments >= 0) {
    if (start < 0) start = comments;
    end = commentsEnd;
  }
  close(end);
  return blocks;
}
