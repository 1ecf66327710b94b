import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { wireErrorSchema } from '@adiuva/contracts';
import {
  answerSchema,
  documentSummarySchema,
  ingestedDocumentSchema,
  ingestResultSchema,
  searchOutputSchema,
} from '@adiuva/contracts/rpc';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  answerSentence,
  runAdiuva,
  serveAdiuva,
  startAdiuva,
  temporaryFolder,
  writeDocuments,
  writeManyFiles,
  writeTroublesomeFiles,
} from './harness/index.ts';

// Nearly every command opens an engine of its own, and on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 });

const ingestOutput = ingestResultSchema.extend({ documents: z.array(ingestedDocumentSchema) });

const folder = temporaryFolder();
const home = join(folder.path, 'home');
const documents = join(folder.path, 'documents');
const cwd = folder.path;

const run = (...args: string[]) => runAdiuva(args, { home, cwd });

/** The one object on stdout: a line, and nothing before or after it. */
function onlyObject(stdout: string): Record<string, unknown> {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  expect(stdout.trim()).not.toContain('\n');
  return JSON.parse(stdout) as Record<string, unknown>;
}

beforeAll(() => {
  writeDocuments(documents);
  writeTroublesomeFiles(join(documents, 'odd'));
});

afterAll(() => folder.remove());

describe('from a folder of files to a cited answer', () => {
  let noteId = '';

  it('ingests what it can, says what it could not, and ends with 2', async () => {
    const { code, stdout, stderr } = await run('ingest', 'documents', '--json');
    const { documents: outcomes, totals } = ingestOutput.parse(onlyObject(stdout));
    expect(code).toBe(2);
    expect(totals).toMatchObject({ indexed: 3, unchanged: 0 });
    expect(totals.skipped + totals.failed).toBe(3);
    expect(outcomes.map(({ path }) => path)).toContain(join(documents, 'odd', 'broken.pdf'));
    for (const { status, error } of outcomes) if (status === 'failed') wireErrorSchema.parse(error);
    expect(outcomes.find(({ path }) => path.endsWith('broken.pdf'))?.error?.code).toBe('file_malformed');
    expect(stderr).toContain('broken.pdf');
  });

  it('reads nothing twice, and ends with 0 when nothing failed', async () => {
    const { code, stdout } = await run('--json', 'ingest', 'documents/fund.md', 'documents/note.txt');
    expect(code).toBe(0);
    expect(ingestOutput.parse(onlyObject(stdout)).totals).toMatchObject({
      indexed: 0,
      unchanged: 2,
      failed: 0,
    });
  });

  it('tags documents and finds them by their tags and types, or says what there is', async () => {
    const tagged = await run('tag', 'add', 'House', 'documents/note.txt', 'documents/fund.md', '--json');
    expect(onlyObject(tagged.stdout)).toEqual({ documents: 2, changed: 2 });
    expect(onlyObject((await run('tag', '--json')).stdout)).toEqual({
      tags: [{ name: 'House', documents: 2 }],
    });
    const list = await run('list', '--tag', 'HOUSE', '--type', 'md', '--sort', 'name', '--json');
    const { documents: listed } = onlyObject(list.stdout) as { documents: { id: string; path: string }[] };
    expect(listed.map(({ path }) => path)).toEqual([join(documents, 'fund.md')]);
    const shown = onlyObject((await run('show', listed[0]?.id ?? '', '--no-chunks', '--json')).stdout);
    expect(shown).toMatchObject({ tags: ['House'], members: 0, memberList: [], chunkList: [] });
    expect(shown.contentHash).toMatch(/^[\da-f]{64}$/);
    for (const [option, value, code] of [
      ['--tag', 'Hose', 'not_found'],
      ['--kb', 'nowhere', 'not_found'],
      ['--type', 'pfd', 'invalid_input'],
    ] as const) {
      const missed = await run('search', 'keys', option, value, '--json');
      expect([missed.code, onlyObject(missed.stdout).error]).toMatchObject([1, { code }]);
    }
  });

  it('finds a passage', async () => {
    const { code, stdout } = await run('search', 'spare', 'keys', '--limit', '2', '--json');
    const { results, mode } = searchOutputSchema.parse(onlyObject(stdout));
    expect(code).toBe(0);
    expect(mode).toBe('hybrid');
    expect(results[0]?.path).toBe(join(documents, 'note.txt'));
    expect(results.length).toBeLessThanOrEqual(2);
    noteId = results[0]?.documentId ?? '';
  });

  it('filters by type and by date', async () => {
    const byType = await run('search', 'march', '--type', 'html', '--json');
    const paths = searchOutputSchema.parse(onlyObject(byType.stdout)).results.map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set([join(documents, 'garden.html')]));
    const old = await run('search', 'march', '--until', '2001-01-01', '--json');
    expect(onlyObject(old.stdout).results).toEqual([]);
  });

  it('answers with a quote that stands in its source', async () => {
    const { code, stdout } = await run('ask', 'How much is in the reserve fund?', '--json');
    const { answer, citations, model, grounded } = answerSchema.parse(onlyObject(stdout));
    const source = readFileSync(join(documents, 'fund.md'), 'utf8');
    expect(code).toBe(0);
    expect({ model, grounded }).toEqual({ model: 'extractive', grounded: true });
    expect(answer).toContain(answerSentence);
    const [first] = citations;
    expect(first?.path).toBe(join(documents, 'fund.md'));
    expect(source).toContain(first?.quote);
    expect(source.slice(first?.locator.start, first?.locator.end)).toContain(first?.quote);
  });

  it('lists, shows and removes', async () => {
    const { documents: listed } = onlyObject((await run('list', '--json')).stdout) as {
      documents: unknown[];
    };
    expect(listed.map((document) => documentSummarySchema.parse(document).status).sort()).toContain(
      'indexed',
    );
    const shown = onlyObject((await run('show', noteId, '--json')).stdout);
    expect(shown).toMatchObject({ id: noteId, path: join(documents, 'note.txt'), chunks: 1 });
    expect(shown.chunkList).toEqual([
      expect.objectContaining({ text: expect.stringContaining('spare keys') }),
    ]);

    const removed = await run('remove', 'documents/note.txt', '--json');
    expect([removed.code, onlyObject(removed.stdout)]).toEqual([0, { removed: 1 }]);
    const gone = await run('show', noteId, '--json');
    expect([gone.code, onlyObject(gone.stdout).error]).toMatchObject([1, { code: 'not_found' }]);
    expect(
      onlyObject((await run('search', 'spare keys', '--mode', 'keyword', '--json')).stdout).results,
    ).toEqual([]);
    expect(readFileSync(join(documents, 'note.txt'), 'utf8')).toContain('spare keys');
  });

  it('brings the library in line with a watched folder', async () => {
    const watched = join(folder.path, 'watched');
    writeDocuments(watched);
    const first = ingestOutput.parse(onlyObject((await run('watch', 'watched', '--once', '--json')).stdout));
    expect(first.totals.indexed).toBe(3);
    rmSync(join(watched, 'garden.html'));
    const second = ingestOutput.parse(onlyObject((await run('watch', 'watched', '--once', '--json')).stdout));
    expect(second.totals).toMatchObject({ indexed: 0, unchanged: 2, removed: 1 });
    // What is gone can still be kept.
    const gone = onlyObject((await run('list', '--missing', '--json')).stdout);
    expect(gone).toMatchObject({ total: 1, documents: [{ path: join(watched, 'garden.html') }] });
    expect(onlyObject((await run('keep', 'watched', '--json')).stdout)).toEqual({ kept: 1 });
    expect(onlyObject((await run('list', '--missing', '--json')).stdout)).toMatchObject({ total: 0 });
    expect(onlyObject((await run('folders', '--json')).stdout)).toEqual({ folders: [] });
  });

  it('watches a folder until it is stopped, and can be told to pause from elsewhere', async () => {
    const watched = join(folder.path, 'followed');
    writeDocuments(watched);
    const own = join(folder.path, 'followed-home');
    const elsewhere = (...args: string[]) => runAdiuva([...args, '--json'], { home: own, cwd });
    const running = startAdiuva(['watch', watched, '--ignore', '*.html'], { home: own, cwd });
    await running.saw(/Watching/, 'stderr');
    writeFileSync(join(watched, 'later.txt'), 'The bees came back in April.');
    await running.saw(/1 indexed/, 'stderr');
    const { folders } = onlyObject((await elsewhere('folders')).stdout) as { folders: object[] };
    expect(folders).toMatchObject([{ path: watched, ignore: ['*.html'], documents: { indexed: 3 } }]);
    const paused = onlyObject((await elsewhere('folders', 'pause', watched)).stdout);
    expect(paused).toMatchObject({ folders: [{ state: 'paused' }] });
    expect(onlyObject((await elsewhere('folders', 'remove', watched, '--documents')).stdout)).toEqual({
      folders: 1,
      removed: 3,
    });
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
  });

  it('backs up and restores into another folder', async () => {
    const file = join(folder.path, 'library.backup');
    const written = await run('backup', 'library.backup', '--json');
    expect(onlyObject(written.stdout)).toMatchObject({ file });
    const other = join(folder.path, 'restored');
    const restored = await runAdiuva(['restore', file, '--json'], { home: other, cwd });
    expect(restored.code).toBe(0);
    const found = await runAdiuva(['search', 'reserve fund', '--json'], { home: other, cwd });
    expect(searchOutputSchema.parse(onlyObject(found.stdout)).results[0]?.path).toMatch(/fund\.md$/);
  });
});

describe('mistakes', () => {
  const mistakes: [string, string[], string][] = [
    ['an unknown command', ['frobnicate'], 'invalid_input'],
    ['a path that is not there', ['ingest', 'no-such-folder'], 'file_not_found'],
    ['a recording that is not there', ['transcribe', 'talk.wav'], 'file_not_found'],
  ];

  it.concurrent.each(mistakes)('end with 1 and a code: %s', async (_name, args, code) => {
    const own = temporaryFolder();
    try {
      const result = await runAdiuva([...args, '--json'], { home: own.path });
      expect(result.code).toBe(1);
      const { error } = onlyObject(result.stdout) as { error: { code: string; message: string } };
      expect(error.code).toBe(code);
      expect(error.message).toMatch(/\w/);
      expect(result.stderr).not.toMatch(/^\s+at /m);
    } finally {
      own.remove();
    }
  });

  it('what a document says never steers the terminal', async () => {
    const own = temporaryFolder();
    try {
      const evil =
        '# Evil \u001b]0;owned\u0007 title\n\nkumquat \u001b[31mred\u001b[0m \u009b2J \u202egnp.exe\n';
      writeFileSync(join(own.path, 'evil.md'), evil);
      await runAdiuva(['ingest', 'evil.md'], { home: join(own.path, 'home'), cwd: own.path });
      const { code, stdout } = await runAdiuva(['search', 'kumquat'], {
        home: join(own.path, 'home'),
        cwd: own.path,
      });
      expect(code).toBe(0);
      expect(stdout).toContain('kumquat');
      expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    } finally {
      own.remove();
    }
  });
});

describe('ends', () => {
  it('cleanly on Ctrl+C: what was done stays, the folder is free', async () => {
    const own = temporaryFolder();
    try {
      writeManyFiles(join(own.path, 'many'), 400);
      const options = { home: join(own.path, 'home'), cwd: own.path };
      const running = startAdiuva(['ingest', 'many', '--json'], options);
      await running.saw(/\d+\/400/, 'stderr');
      running.child.kill('SIGINT');
      const { code, stdout } = await running.ended;
      expect([code, onlyObject(stdout).error]).toMatchObject([1, { code: 'cancelled' }]);
      const listed = onlyObject((await runAdiuva(['list', '--json'], options)).stdout) as { total: number };
      expect(listed.total).toBeLessThanOrEqual(400);
    } finally {
      own.remove();
    }
  });

  it('quietly when its reader has seen enough', async () => {
    const own = temporaryFolder();
    try {
      const running = startAdiuva(['list'], { home: own.path });
      running.child.stdout?.destroy();
      const { code, stderr } = await running.ended;
      expect([code, stderr]).toEqual([0, '']);
    } finally {
      own.remove();
    }
  });

  it('with its launcher, even when that is killed', async () => {
    const own = temporaryFolder();
    try {
      const host = await serveAdiuva(own.path);
      host.running.child.kill('SIGKILL');
      await host.running.ended;
      await expect.poll(() => canConnect(host.port), { timeout: 10_000 }).toBe(false);
      expect((await runAdiuva(['list', '--json'], { home: own.path })).code).toBe(0);
    } finally {
      own.remove();
    }
  });
});

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
