import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileLog } from './fileLog.ts';
import { defaultHome, prepareHome } from './homeFolder.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'adiuva-host-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the log', () => {
  it('is JSON lines, and never grows without end', () => {
    const log = createFileLog(home, () => 0);
    const filler = 'x'.repeat(300_000);
    for (let index = 0; index < 100; index++) log.warn('event', { index, filler });
    const folder = join(home, 'logs');
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(25_000_000);
    const last = readFileSync(join(folder, 'adiuva.log'), 'utf8').trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({
      level: 'warn',
      event: 'event',
      index: 99,
      time: '1970-01-01T00:00:00.000Z',
    });
  });

  it('that cannot be written stops nobody', () => {
    writeFileSync(join(home, 'logs'), 'a file where the folder should be');
    expect(() => createFileLog(home).error('event')).not.toThrow();
  });
});

describe('the data folder', () => {
  it('stands where each system keeps such things', () => {
    expect(defaultHome({}, 'linux', '/home/me')).toBe('/home/me/.local/share/adiuva');
    expect(defaultHome({ XDG_DATA_HOME: '/data' }, 'linux', '/home/me')).toBe('/data/adiuva');
    expect(defaultHome({}, 'darwin', '/Users/me')).toBe('/Users/me/Library/Application Support/Adiuva');
    expect(defaultHome({ APPDATA: '/roaming' }, 'win32', '/me')).toBe('/roaming/Adiuva');
    expect(defaultHome({ ADIUVA_HOME: '/elsewhere', XDG_DATA_HOME: '/data' }, 'linux', '/home/me')).toBe(
      '/elsewhere',
    );
  });

  it.skipIf(process.platform === 'win32')('is closed when new, and left as it is when others use it', () => {
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    prepareHome(join(home, 'deep', 'new'));
    expect(modeOf(join(home, 'deep', 'new'))).toBe(0o700);
    chmodSync(home, 0o755);
    prepareHome(home);
    expect(modeOf(home)).toBe(0o755);
  });
});
