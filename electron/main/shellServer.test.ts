import { shellContract } from '@adiuva/contracts/shell';
import { AppError } from '@adiuva/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sender } from './senderCheck.ts';
import { createShellServer, type ShellHandlers } from './shellServer.ts';

const warned: string[] = [];
const log = {
  info: () => undefined,
  warn: (event: string) => warned.push(event),
  error: (event: string) => warned.push(event),
};
const asked: string[] = [];
const handlers = Object.fromEntries(
  Object.keys(shellContract).map((method) => [
    method,
    (input: { path?: string }) => {
      asked.push(method);
      if (input.path === '/app-error') throw new AppError('file_not_found', 'It is gone.');
      if (input.path === '/defect') throw new Error('secret detail');
      return { method };
    },
  ]),
) as unknown as ShellHandlers<string>;
const answer = createShellServer({
  handlers,
  windowIds: () => new Set([7]),
  windowOf: (id) => (id === 7 ? 'main' : null),
  log: { ...log, warn: (event) => void warned.push(event), error: (event) => void warned.push(event) },
});
const page = 'app://adiuva/index.html#/library';
const trusted: Sender = { senderFrame: { url: page, parent: null }, sender: { id: 7 } };

beforeEach(() => {
  asked.length = 0;
  warned.length = 0;
});

describe('who may ask', () => {
  it('is the top frame of a page of ours in a window of ours', async () => {
    expect(await answer(trusted, { method: 'shell.info', input: {} })).toEqual({
      value: { method: 'shell.info' },
    });
    const strangers: Sender[] = [
      { senderFrame: null, sender: { id: 7 } },
      { senderFrame: { url: page, parent: {} }, sender: { id: 7 } },
      { senderFrame: { url: 'https://example.org/', parent: null }, sender: { id: 7 } },
      { senderFrame: { url: 'app://adiuva/assets/evil.html', parent: null }, sender: { id: 7 } },
      { senderFrame: { url: page, parent: null }, sender: { id: 8 } },
    ];
    for (const stranger of strangers)
      expect(await answer(stranger, { method: 'shell.info', input: {} })).toMatchObject({
        error: { code: 'forbidden' },
      });
    expect(asked).toEqual(['shell.info']);
    expect(warned).toHaveLength(strangers.length);
  });
});

describe('what is asked', () => {
  it('is parsed before anybody sees it', async () => {
    for (const message of [
      null,
      'shell.info',
      {},
      { method: 7 },
      { method: 'toString', input: {} },
      { method: '__proto__', input: {} },
      { method: 'shell.nothing', input: {} },
      { method: 'shell.showInFolder', input: { path: '' } },
      { method: 'shell.showInFolder', input: { path: 'x'.repeat(40_000) } },
      { method: 'shell.openMain', input: { target: { view: 'document', documentId: '../x' } } },
      { method: 'shell.saveText', input: { name: 'a', text: 1 } },
    ])
      expect(await answer(trusted, message), JSON.stringify(message)?.slice(0, 80)).toHaveProperty(
        'error.code',
      );
    expect(asked).toEqual([]);
  });

  it('always has an answer, also where it fails', async () => {
    const failing = await answer(trusted, { method: 'shell.showInFolder', input: { path: '/app-error' } });
    expect(failing).toEqual({ error: { code: 'file_not_found', message: 'It is gone.' } });
    const defect = await answer(trusted, { method: 'shell.showInFolder', input: { path: '/defect' } });
    expect(defect).toMatchObject({ error: { code: 'internal' } });
    expect(warned).toContain('shell.defect');
  });
});
