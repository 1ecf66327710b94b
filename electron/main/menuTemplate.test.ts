import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from './menuTemplate.ts';
import { catalogues } from './messages/index.ts';

const actions = {
  command: () => undefined,
  open: () => undefined,
  addFiles: () => undefined,
  quickChat: () => undefined,
  openDataFolder: () => undefined,
  openLog: () => undefined,
};
const items = (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

describe.each(['linux', 'darwin', 'win32'] as const)('the menu on %s', (platform) => {
  const template = menuTemplate({ messages: catalogues.it, platform, isPackaged: true, actions });

  it('has a word for every item, an action or a role for each, and no shortcut twice', () => {
    const all = items(template).filter(({ type }) => type !== 'separator');
    for (const item of all) {
      expect(item.label, item.role).toBeTruthy();
      expect(Boolean(item.role ?? item.click ?? item.submenu), item.label).toBe(true);
    }
    const shortcuts = all.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    expect(all.map(({ role }) => role)).toEqual(expect.arrayContaining(['copy', 'paste', 'undo', 'quit']));
  });

  it('gives developer tools to nobody who installed it', () => {
    const roles = (isPackaged: boolean) =>
      items(menuTemplate({ messages: catalogues.en, platform, isPackaged, actions })).map(({ role }) => role);
    expect(roles(true)).not.toContain('toggleDevTools');
    expect(roles(true)).not.toContain('reload');
    expect(roles(false)).toContain('toggleDevTools');
  });
});
