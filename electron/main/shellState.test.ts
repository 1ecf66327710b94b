import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openShellState } from './shellState.ts';

let folder: string;
const failures: unknown[] = [];
const open = () => openShellState(join(folder, 'shell.json'), (error) => failures.push(error));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adiuva-shell-'));
  failures.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('remembers across starts, for its owner alone', () => {
  const state = open();
  expect(state.read().settings).toEqual({
    shortcut: 'CommandOrControl+Shift+Space',
    startsAtLogin: false,
    staysInTray: true,
  });
  state.change({ mainBounds: { x: -5, y: 0, width: 900, height: 700 }, language: 'pl' });
  state.change({ settings: { ...state.read().settings, shortcut: null } });
  expect(open().read()).toMatchObject({
    mainBounds: { x: -5 },
    language: 'pl',
    settings: { shortcut: null },
  });
  expect(statSync(join(folder, 'shell.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['shell.json']);
});

it('loses one field to a damage of that field, and none to a file that is none', () => {
  const damaged = {
    settings: { shortcut: 7, startsAtLogin: true, staysInTray: 'no' },
    mainBounds: { x: 0.5, y: 0, width: -1, height: 1 },
    isMaximised: true,
    language: 'xx',
    theme: 'dark',
  };
  writeFileSync(join(folder, 'shell.json'), JSON.stringify(damaged));
  expect(open().read()).toEqual({
    settings: { shortcut: 'CommandOrControl+Shift+Space', startsAtLogin: true, staysInTray: true },
    mainBounds: null,
    isMaximised: true,
    isOffline: false,
    language: null,
    theme: 'dark',
  });
  for (const text of ['', '{', 'null', '[]', '7', '{"settings":[]}']) {
    writeFileSync(join(folder, 'shell.json'), text);
    expect(open().read().settings.staysInTray, text).toBe(true);
  }
});

it('goes on when it cannot be written', () => {
  rmSync(folder, { recursive: true });
  const state = open();
  state.change({ theme: 'light' });
  expect(state.read().theme).toBe('light');
  expect(failures).toHaveLength(1);
});
