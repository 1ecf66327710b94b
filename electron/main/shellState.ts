import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { interfaceLanguageSchema } from '@adiuva/contracts/rpc';
import { shellSettingsSchema } from '@adiuva/contracts/shell';
import { z } from 'zod';
import { boundsSchema } from './bounds.ts';

const { shortcut, startsAtLogin, staysInTray } = shellSettingsSchema.shape;

/** What the shell knows before an engine runs. A field that cannot be read is as on the first start, alone. */
const shellStateSchema = z.object({
  settings: z.object({
    shortcut: shortcut.catch('CommandOrControl+Shift+Space'),
    startsAtLogin: startsAtLogin.catch(false),
    staysInTray: staysInTray.catch(true),
  }),
  mainBounds: boundsSchema.nullable().catch(null),
  isMaximised: z.boolean().catch(false),
  /** As the windows last spoke, so that menu and tray start in the same. */
  language: interfaceLanguageSchema.nullable().catch(null),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** As an engine last said: what main itself asks of the network holds to it also while none answers. */
  isOffline: z.boolean().catch(false),
});
export type ShellState = z.infer<typeof shellStateSchema>;

export interface ShellStateFile {
  read(): ShellState;
  /** Written at once, whole: a kill leaves the old one or the new one. */
  change(part: Partial<ShellState>): void;
}

/** @param onFailure it could not be written; what was changed holds until the program ends */
export function openShellState(file: string, onFailure: (error: unknown) => void): ShellStateFile {
  let state = parse(readText(file));
  return {
    read: () => state,
    change(part) {
      const next = { ...state, ...part };
      if (JSON.stringify(next) === JSON.stringify(state)) return;
      state = next;
      const draft = `${file}.${randomUUID()}.part`;
      try {
        writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
        renameSync(draft, file);
      } catch (error) {
        rmSync(draft, { force: true });
        onFailure(error);
      }
    },
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '{}';
  }
}

function parse(text: string): ShellState {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = {};
  }
  const { settings, ...rest } = z.record(z.string(), z.unknown()).catch({}).parse(found);
  return shellStateSchema.parse({
    ...rest,
    settings: z.record(z.string(), z.unknown()).catch({}).parse(settings),
  });
}
