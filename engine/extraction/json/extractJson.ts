import { fileEmpty } from '../fileErrors.ts';
import type { FlowDocument } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { createOutline } from '../outline/createOutline.ts';
import { findParagraphs } from '../text/extractText.ts';
import { readText } from '../text/readText.ts';
import { readJson } from './readJson.ts';

/** JSON as an outline of names and values. What is not JSON from some place on stays as the text it is. */
export async function extractJson(source: Source): Promise<Extracted> {
  const text = readText(source);
  const outline = createOutline(source.name, source.limits.maxTextLength);
  const { records, stoppedAt, isCut, title } = readJson(text, outline);
  const read = outline.finish();
  const warnings: string[] = [];
  if (stoppedAt !== undefined) warnings.push(`This is not JSON from line ${lineAt(text, stoppedAt)} on.`);
  else if (isCut) warnings.push('The file ends in the middle of its data.');
  const document = stoppedAt === undefined ? read : joined(read, restOf(text, read, stoppedAt));
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return {
    metadata: { ...(title && { title }), ...(records > 1 && { properties: { records } }) },
    parts: splitFlow(document),
    warnings,
  };
}

const maxBroken = 100;

/** One JSON value a line; a line that is none stays as it is. */
export async function extractJsonLines(source: Source): Promise<Extracted> {
  const text = readText(source);
  const outline = createOutline(source.name, source.limits.maxTextLength);
  let records = 0;
  let broken = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    start = end + 1;
    if (line === '') continue;
    if (isJson(line)) {
      outline.enter('');
      readJson(line, outline);
      outline.leave();
      records++;
    } else {
      outline.value('', line);
      // Written over several lines each: records in a row, not a line each.
      if (++broken > maxBroken && broken > records) return extractJson(source);
    }
  }
  if (broken > records) return extractJson(source);
  const document = outline.finish();
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return {
    metadata: { properties: { records } },
    parts: splitFlow(document),
    warnings: broken === 0 ? [] : [`${broken === 1 ? '1 line is' : `${broken} lines are`} not JSON.`],
  };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** From where reading stopped; all of it where nothing was read. */
function restOf(text: string, read: FlowDocument, stoppedAt: number): FlowDocument {
  const rest = read.text.trim() === '' ? text : text.slice(stoppedAt);
  return { text: rest, blocks: findParagraphs(rest) };
}

function joined(first: FlowDocument, second: FlowDocument): FlowDocument {
  if (first.text === '') return second;
  const offset = first.text.length + 2;
  return {
    text: `${first.text}\n\n${second.text}`,
    blocks: [
      ...first.blocks,
      ...second.blocks.map((block) => ({ ...block, start: block.start + offset, end: block.end + offset })),
    ],
  };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
