import { describeLocator, type MemberOutcome, type OutputOf } from '@adiuva/contracts';
import type { DocumentOrder, DocumentStatus, DocumentSummary, EngineContract } from '@adiuva/contracts/rpc';
import { AppError, hasCode } from '@adiuva/wire';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { type FilterOptions, readFilters } from '../filterOptions.ts';
import { oneLine, printable, style } from '../output.ts';
import { formatBytes } from '../progress.ts';
import { table } from '../table.ts';

const documentsPerPage = 1_000;

export interface ListOptions extends FilterOptions {
  status?: DocumentStatus;
  missing?: boolean;
  sort: DocumentOrder;
  desc?: boolean;
  limit?: number;
  after?: string;
}

export async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const { status, missing, sort, desc, limit = 100_000, after } = options;
  const engine = await context.engine();
  const filters = readFilters(options);
  const input = {
    ...filters,
    sort,
    ...(desc && { descending: true }),
    ...(status && { status }),
    ...(missing && { missing }),
  };
  // A page at a time: in one piece a large library would weigh on the engine.
  const documents: DocumentSummary[] = [];
  let total = 0;
  let next: string | null = after ?? null;
  do {
    const page: OutputOf<EngineContract['library.list']> = await engine.call(
      'library.list',
      { ...input, limit: Math.min(documentsPerPage, limit - documents.length), ...(next && { after: next }) },
      { signal: context.signal },
    );
    documents.push(...page.documents);
    ({ total, next } = page);
  } while (next !== null && documents.length < limit);
  const output = { documents, total, next };
  context.result(output, () => {
    if (output.documents.length === 0)
      return [
        Object.keys(filters).length + Number(status !== undefined || missing === true) > 0
          ? 'No document is like that.'
          : 'The library is empty. Add documents: adiuva ingest PATH',
      ];
    return [
      ...table(['ID', 'STATUS', 'CHUNKS', 'BASE', 'TAGS', 'PATH'], output.documents.map(row)),
      style('dim', `${output.documents.length} of ${output.total}`),
    ];
  });
}

function row({
  id,
  status,
  chunks,
  kb,
  tags,
  path,
  error,
  members,
  missingSince,
}: DocumentSummary): string[] {
  const inside = members > 0 ? `  (${members} ${members === 1 ? 'file' : 'files'} inside)` : '';
  return [
    id,
    status === 'failed' ? style('red', status) : missingSince === undefined ? status : 'missing',
    String(chunks),
    oneLine(kb),
    oneLine(tags.join(', ')),
    `${oneLine(path)}${inside}${error ? `  ${error.code}` : ''}`,
  ];
}

export interface ShowOptions {
  /** False with --no-chunks. */
  chunks: boolean;
}

export async function show(context: CommandContext, id: string, { chunks }: ShowOptions): Promise<void> {
  const engine = await context.engine();
  const found = await engine.call('library.show', { id, withChunks: chunks }, { signal: context.signal });
  context.result(found, () => [
    ...facts(found).map(([name, value]) => `${style('dim', name.padEnd(12))} ${oneLine(value)}`),
    ...found.memberList.map(describeMember),
    ...found.chunkList.flatMap((chunk) => [
      '',
      style(
        'dim',
        `#${chunk.ordinal}  ${chunk.tokenCount} tokens  ${oneLine(describeLocator(chunk.locator))}`,
      ),
      printable(chunk.text),
    ]),
  ]);
}

type ShownDocument = OutputOf<EngineContract['library.show']>;

function facts(found: ShownDocument): [name: string, value: string][] {
  const { metadata } = found;
  const { width, height, durationMs } = metadata;
  const all: [string, string | number | null | undefined][] = [
    ['id', found.id],
    ['path', found.path],
    ['title', found.title],
    ['author', found.author],
    ['created', metadata.createdAt === undefined ? null : date(metadata.createdAt)],
    ['modified', metadata.modifiedAt === undefined ? null : date(metadata.modifiedAt)],
    ['file changed', date(found.modifiedAt)],
    ['type', found.mediaType],
    ['language', found.language],
    ['pages', metadata.pageCount],
    ['duration', durationMs === undefined ? null : `${Math.round(durationMs / 1000)} s`],
    ['picture', width && height ? `${width} × ${height}` : null],
    ['size', formatBytes(found.size)],
    ['sha-256', found.contentHash],
    ['base', found.kb],
    ['tags', found.tags.length > 0 ? found.tags.join(', ') : null],
    ['preset', found.preset],
    ['status', found.status],
    ['error', found.error?.message],
    ...Object.entries(metadata.properties ?? {}),
    ...found.warnings.map((warning): [string, string] => ['left out', warning]),
  ];
  return all.flatMap(([name, value]) => (value == null ? [] : [[oneLine(name), String(value)]]));
}

function describeMember({ within, mediaType, status, error }: MemberOutcome): string {
  const name = oneLine(within.map((step) => step.name).join(' › '));
  const shown = status === 'failed' ? style('red', status) : status;
  return `${style('dim', 'inside'.padEnd(12))} ${name}  ${style('dim', mediaType ?? '')}  ${shown}${error ? `  ${oneLine(error.message)}` : ''}`;
}

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

/** The target is an id, or a path; a path may be relative, and its file may be long gone. */
export async function remove(context: CommandContext, target: string): Promise<void> {
  const engine = await context.engine();
  const removed = await byIdOrPath(target, async (candidate) => {
    const input = { target: candidate };
    return (await engine.call('library.remove', input, { signal: context.signal })).removed;
  });
  if (removed === null)
    throw new AppError('not_found', `The library holds nothing with the id or path ${target}.`);
  context.result({ removed }, () => [`${removed} ${removed === 1 ? 'document' : 'documents'} removed.`]);
}

export async function keep(context: CommandContext, target: string): Promise<void> {
  const engine = await context.engine();
  const kept = await byIdOrPath(target, async (candidate) => {
    const input = { target: candidate };
    return (await engine.call('library.keep', input, { signal: context.signal })).kept;
  });
  if (kept === null)
    throw new AppError('not_found', `No document with the id or path ${target} has lost its file.`);
  context.result({ kept }, () => [`${kept} ${kept === 1 ? 'document' : 'documents'} kept.`]);
}

/** @returns null when neither the one nor the other is known */
async function byIdOrPath(target: string, act: (target: string) => Promise<number>): Promise<number | null> {
  const path = absolutePath(target);
  for (const candidate of path === target ? [target] : [target, path]) {
    try {
      return await act(candidate);
    } catch (error) {
      if (!hasCode(error, 'not_found')) throw error;
    }
  }
  return null;
}
