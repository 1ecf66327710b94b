import type * as Electron from 'electron';
import { LoudEmitter, LoudObject, loud } from './loud.ts';

/** A menu as a test sees it. */
export interface SeenItem {
  label: string;
  type: string;
  role?: string;
  accelerator?: string;
  enabled: boolean;
  checked: boolean;
  submenu?: SeenItem[];
}

let lastCommandId = 0;

type ItemMembers =
  | 'id'
  | 'label'
  | 'type'
  | 'enabled'
  | 'visible'
  | 'checked'
  | 'accelerator'
  | 'toolTip'
  | 'sublabel'
  | 'registerAccelerator'
  | 'commandId'
  | 'click';

export class StandInMenuItem extends LoudObject implements Pick<Electron.MenuItem, ItemMembers> {
  static override readonly electronName = 'MenuItem';
  readonly commandId = ++lastCommandId;
  id: string;
  label: string;
  type: Electron.MenuItem['type'];
  role?: NonNullable<Electron.MenuItem['role']>;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  accelerator: string | null;
  toolTip: string;
  sublabel: string;
  registerAccelerator: boolean;
  submenu?: Electron.Menu;
  click: (event?: object, window?: Electron.BaseWindow) => void;

  constructor(options: Electron.MenuItemConstructorOptions) {
    super();
    const { submenu, click } = options;
    this.id = options.id ?? '';
    // d.ts lists fewer roles for items than for what makes them.
    if (options.role) this.role = options.role as NonNullable<Electron.MenuItem['role']>;
    this.label = options.label ?? options.role ?? '';
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.accelerator = options.accelerator ?? null;
    this.toolTip = options.toolTip ?? '';
    this.sublabel = options.sublabel ?? '';
    this.registerAccelerator = options.registerAccelerator ?? true;
    if (submenu)
      this.submenu = Array.isArray(submenu)
        ? (StandInMenu.fromTemplate(submenu) as unknown as Electron.Menu)
        : (submenu as Electron.Menu);
    this.click = (event = {}, window) => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.checked = true;
      click?.(this as unknown as Electron.MenuItem, window, event as Electron.KeyboardEvent);
    };
  }
}

type MenuMembers = 'items' | 'append' | 'insert' | 'popup' | 'closePopup' | 'getMenuItemById';

export class StandInMenu extends LoudEmitter implements Pick<Electron.Menu, MenuMembers> {
  static override readonly electronName = 'Menu';
  readonly #items: StandInMenuItem[] = [];

  static fromTemplate(
    template: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[],
  ): StandInMenu {
    const menu = new StandInMenu();
    for (const entry of template) {
      const known = entry as unknown;
      const options = entry as Electron.MenuItemConstructorOptions;
      menu.#items.push(known instanceof StandInMenuItem ? known : new StandInMenuItem(options));
    }
    return menu;
  }

  get items(): Electron.MenuItem[] {
    return this.#items as unknown as Electron.MenuItem[];
  }

  append(item: Electron.MenuItem): void {
    this.#items.push(item as unknown as StandInMenuItem);
  }

  insert(position: number, item: Electron.MenuItem): void {
    this.#items.splice(position, 0, item as unknown as StandInMenuItem);
  }

  getMenuItemById(id: string): Electron.MenuItem | null {
    return (this.findItem((item) => item.id === id) ?? null) as unknown as Electron.MenuItem | null;
  }

  popup(_options?: Electron.PopupOptions): void {
    this.emit('menu-will-show', {});
  }

  closePopup(_window?: Electron.BaseWindow): void {
    this.emit('menu-will-close', {});
  }

  findItem(matches: (item: StandInMenuItem) => boolean): StandInMenuItem | undefined {
    for (const item of this.#items) {
      const found = matches(item) ? item : asOurs(item.submenu)?.findItem(matches);
      if (found) return found;
    }
    return undefined;
  }

  seen(): SeenItem[] {
    return this.#items
      .filter(({ visible }) => visible)
      .map(({ label, type, role, accelerator, enabled, checked, submenu }) => ({
        label,
        type,
        enabled,
        checked,
        ...(role !== undefined && { role }),
        ...(accelerator !== null && { accelerator }),
        ...(submenu && { submenu: asOurs(submenu)?.seen() ?? [] }),
      }));
  }

  /** @returns whether there is such an item that can be clicked */
  clickItem(path: readonly string[], window: Electron.BaseWindow | undefined): boolean {
    const [label = '', ...rest] = path;
    const item = this.#items.find((entry) => entry.visible && entry.label.replaceAll('&', '') === label);
    if (!item?.enabled) return false;
    if (rest.length > 0) return asOurs(item.submenu)?.clickItem(rest, window) ?? false;
    item.click({}, window);
    return true;
  }

  pressAccelerator(accelerator: string, window: Electron.BaseWindow | undefined): boolean {
    const wanted = normalAccelerator(accelerator);
    const item = this.findItem(
      (entry) => entry.accelerator !== null && normalAccelerator(entry.accelerator) === wanted,
    );
    if (!item?.enabled || !item.visible) return false;
    item.click({}, window);
    return true;
  }
}

const asOurs = (menu: Electron.Menu | undefined) => menu as unknown as StandInMenu | undefined;

const modifiers: Record<string, string> = {
  cmdorctrl: 'control',
  commandorcontrol: 'control',
  ctrl: 'control',
  control: 'control',
  cmd: 'command',
  command: 'command',
  option: 'alt',
  alt: 'alt',
  altgr: 'altgr',
  shift: 'shift',
  super: 'meta',
  meta: 'meta',
};

/** One spelling of each accelerator, as on Linux. @throws TypeError for what is none, as Electron does */
export function normalAccelerator(accelerator: string): string {
  const parts = accelerator.toLowerCase().split('+');
  // "Ctrl++" is the plus key.
  if (accelerator.endsWith('++')) parts.splice(-2, 2, 'plus');
  const key = parts.pop() ?? '';
  const held = parts.map((part) => modifiers[part.trim()]);
  const isKey =
    /^(?:[\p{L}\p{N}\p{P}\p{S}]|f\d{1,2}|plus|space|tab|backspace|delete|insert|return|enter|up|down|left|right|home|end|pageup|pagedown|escape|esc|printscreen|capslock|numlock|scrolllock|volume(?:up|down|mute)|media\w+|num\w+)$/u.test(
      key,
    );
  if (!isKey || held.includes(undefined))
    throw new TypeError(`Error processing argument at index 0, conversion failure from ${accelerator}`);
  return [...new Set(held)].sort().concat(key).join('+');
}

/** `Menu` as main knows it, with the one menu of the application. */
export function createMenus() {
  let applicationMenu: StandInMenu | null = null;

  class Menu extends StandInMenu {
    static buildFromTemplate(
      template: (Electron.MenuItemConstructorOptions | Electron.MenuItem)[],
    ): Electron.Menu {
      return StandInMenu.fromTemplate(template) as unknown as Electron.Menu;
    }

    static setApplicationMenu(menu: Electron.Menu | null): void {
      applicationMenu = menu as unknown as StandInMenu | null;
    }

    static getApplicationMenu(): Electron.Menu | null {
      return applicationMenu as unknown as Electron.Menu | null;
    }
  }
  Menu satisfies Pick<
    typeof Electron.Menu,
    'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'
  >;
  return {
    Menu: loud('Menu', Menu),
    applicationMenu: {
      get: () => applicationMenu,
      set: (menu: StandInMenu | null) => {
        applicationMenu = menu;
      },
    },
  };
}
