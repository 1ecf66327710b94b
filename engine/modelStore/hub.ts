import type { CatalogueModel, HubPlace } from '@adiuva/models';
import { z } from 'zod';
import { AppError } from '#base';
import type { DownloadPlan, PlannedFile, PlannedPlace } from './manifest.ts';
import {
  asTransferError,
  type HubConnection,
  isAllowed,
  openUrl,
  pauseAfter,
  RetryableFault,
  statusFault,
  watchForStalls,
} from './request.ts';

const commitPattern = /^[0-9a-f]{40}$/;
const maxJsonBytes = 8 * 1024 * 1024;
const maxPages = 50;

const revisionSchema = z.object({ sha: z.string().regex(commitPattern) });

/** `lfs.oid` is the SHA-256 of a large file, `oid` git's own sum of a small one. */
const treeEntrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number().int().nonnegative().optional(),
  oid: z.string().optional(),
  lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().nonnegative() }).nullish(),
});
type TreeEntry = z.infer<typeof treeEntrySchema>;

export type HubModel = CatalogueModel & { source: Extract<CatalogueModel['source'], { kind: 'hub' }> };

/**
 * What a download will bring: the commit a revision stands for now, and of each file the exact size and sums as
 * the hub's metadata of that commit gives them, beside those the catalogue has.
 * @throws AppError `download_failed` where the hub does not answer, or lacks a file or its sum
 */
export async function planDownload(
  connection: HubConnection,
  model: HubModel,
  signal: AbortSignal,
): Promise<DownloadPlan> {
  const own = await listFiles(connection, model, undefined, signal);
  const others = new Map<string, Listing>();
  for (const { from } of model.files) {
    if (from && !others.has(placeKey(from)))
      others.set(placeKey(from), await listFiles(connection, model, from, signal));
  }
  const files = model.files.flatMap((file): PlannedFile[] => {
    const { place, entries } = (file.from && others.get(placeKey(file.from))) ?? own;
    const entry = entries.get(file.path);
    if (!entry) {
      if (file.isOptional) return [];
      throw new AppError('download_failed', `${model.name}: the hub no longer has ${file.path}.`);
    }
    const planned = planFile(entry, model.name);
    if (typeof file.checksum !== 'string') planned.checksums.push(file.checksum);
    return [file.from ? { ...planned, from: place } : planned];
  });
  return { format: 1, ...own.place, files, verified: [] };
}

interface Listing {
  place: PlannedPlace;
  entries: Map<string, TreeEntry>;
}

/** Of one repository, what of the model lies there: `from` as its files have it, undefined for the model's own. */
async function listFiles(
  connection: HubConnection,
  model: HubModel,
  from: HubPlace | undefined,
  signal: AbortSignal,
): Promise<Listing> {
  const { repository, revision: requestedRevision } = from ?? model.source;
  const revision = commitPattern.test(requestedRevision)
    ? requestedRevision
    : (
        await getJson(
          connection,
          hubPath(connection, ['api', 'models', repository, 'revision', requestedRevision]),
          revisionSchema,
          model.name,
          signal,
        )
      ).value.sha;
  const place = { repository, requestedRevision, revision };
  const lying = model.files.filter((file) => (file.from && placeKey(file.from)) === (from && placeKey(from)));
  const wanted = new Set(lying.map((file) => file.path));
  return { place, entries: await listTree(connection, model.name, place, wanted, signal) };
}

function placeKey({ repository, revision }: HubPlace): string {
  return `${repository}@${revision}`;
}

/** Where a file of a plan is fetched from. */
export function fileUrl(connection: HubConnection, plan: DownloadPlan, { path, from }: PlannedFile): URL {
  const { repository, revision } = from ?? plan;
  return hubPath(connection, [repository, 'resolve', revision, path]);
}

async function listTree(
  connection: HubConnection,
  name: string,
  { repository, revision }: PlannedPlace,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, TreeEntry>> {
  const found = new Map<string, TreeEntry>();
  let url: URL | null = hubPath(connection, ['api', 'models', repository, 'tree', revision]);
  url.searchParams.set('recursive', 'true');
  for (let page = 0; url !== null && page < maxPages && found.size < wanted.size; page++) {
    const { value, next }: { value: TreeEntry[]; next: URL | null } = await getJson(
      connection,
      url,
      z.array(treeEntrySchema),
      name,
      signal,
    );
    for (const entry of value)
      if (entry.type === 'file' && wanted.has(entry.path)) found.set(entry.path, entry);
    url = next;
  }
  return found;
}

function planFile(entry: TreeEntry, name: string): PlannedFile {
  if (entry.lfs)
    return {
      path: entry.path,
      size: entry.lfs.size,
      checksums: [{ algorithm: 'sha256', hex: entry.lfs.oid, source: 'hub' }],
    };
  if (entry.size === undefined || !commitPattern.test(entry.oid ?? ''))
    throw new AppError('download_failed', `${name}: the hub gives no size or checksum for ${entry.path}.`);
  return {
    path: entry.path,
    size: entry.size,
    checksums: [{ algorithm: 'gitBlobSha1', hex: entry.oid ?? '', source: 'hub' }],
  };
}

async function getJson<S extends z.ZodType>(
  connection: HubConnection,
  url: URL,
  schema: S,
  what: string,
  signal: AbortSignal,
): Promise<{ value: z.output<S>; next: URL | null }> {
  for (let failures = 1; ; failures++) {
    try {
      return await getJsonOnce(connection, url, schema, what, signal);
    } catch (thrown) {
      const error = asTransferError(thrown, signal);
      if (!(error instanceof RetryableFault)) throw error;
      await pauseAfter(error, failures, connection, signal);
    }
  }
}

async function getJsonOnce<S extends z.ZodType>(
  connection: HubConnection,
  url: URL,
  schema: S,
  what: string,
  outer: AbortSignal,
): Promise<{ value: z.output<S>; next: URL | null }> {
  using watch = watchForStalls(connection.limits, outer);
  const response = await openUrl(connection, url, { accept: 'application/json' }, watch.signal);
  if (response.status !== 200) throw await statusFault(response, what);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    watch.received(chunk.length);
    if (length > maxJsonBytes) throw unreadable(what);
    chunks.push(chunk);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
  if (!parsed.success) throw unreadable(what, parsed.error);
  return { value: parsed.data, next: nextPage(response.headers.get('link'), url, connection.hubUrl) };
}

function unreadable(what: string, cause?: unknown): AppError {
  return new AppError(
    'download_failed',
    `${what}: the hub answered with something that is not its list of files.`,
    {
      cause,
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nextPage(link: string | null, current: URL, hub: URL): URL | null {
  const target = link?.match(/<([^>]+)>\s*;\s*rel="?next"?/)?.[1];
  if (target === undefined || !URL.canParse(target, current.href)) return null;
  const next = new URL(target, current);
  return next.origin === current.origin && isAllowed(next, hub) ? next : null;
}

function hubPath(connection: HubConnection, parts: string[]): URL {
  const path = parts
    .flatMap((part) => part.split('/'))
    .map(encodeURIComponent)
    .join('/');
  return new URL(path, connection.hubUrl.href.replace(/\/*$/, '/'));
}
