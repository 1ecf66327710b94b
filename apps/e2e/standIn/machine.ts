import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';
import { LoudEmitter, loud } from './loud.ts';

const prefix = Buffer.from('v0s');

/** Real encryption with a key of this profile, as the system's keyring would keep one. */
export function createSafeStorage(userData: () => string) {
  let isAvailable = true;
  let key: Buffer | null = null;

  function readKey(): Buffer {
    const file = join(userData(), 'stand-in-keyring');
    try {
      key ??= readFileSync(file);
    } catch {
      key = randomBytes(32);
      mkdirSync(userData(), { recursive: true });
      writeFileSync(file, key, { mode: 0o600 });
    }
    return key;
  }

  function encrypt(text: string): Buffer {
    if (!isAvailable)
      throw new Error('Error while encrypting the text provided to safeStorage.encryptString.');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', readKey(), nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([prefix, nonce, cipher.getAuthTag(), body]);
  }

  function decrypt(encrypted: Buffer): string {
    const failed = 'Error while decrypting the ciphertext provided to safeStorage.decryptString.';
    if (!isAvailable || !encrypted.subarray(0, 3).equals(prefix)) throw new Error(failed);
    try {
      const decipher = createDecipheriv('aes-256-gcm', readKey(), encrypted.subarray(3, 15));
      decipher.setAuthTag(encrypted.subarray(15, 31));
      return Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new Error(failed, { cause });
    }
  }

  const safeStorage = loud('safeStorage', {
    isEncryptionAvailable: () => isAvailable,
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptString: encrypt,
    encryptStringAsync: async (text: string) => encrypt(text),
    decryptString: decrypt,
    decryptStringAsync: async (encrypted: Buffer) => ({ result: decrypt(encrypted), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => (isAvailable ? ('gnome_libsecret' as const) : ('basic_text' as const)),
    setUsePlainTextEncryption: (_usePlainText: boolean) => undefined,
  } satisfies Electron.SafeStorage);
  return {
    safeStorage,
    setAvailable: (available: boolean) => {
      isAvailable = available;
    },
  };
}

type PowerMembers =
  | 'isOnBatteryPower'
  | 'onBatteryPower'
  | 'getSystemIdleState'
  | 'getSystemIdleTime'
  | 'getCurrentThermalState';

export class StandInPowerMonitor extends LoudEmitter implements Pick<Electron.PowerMonitor, PowerMembers> {
  static override readonly electronName = 'powerMonitor';
  onBatteryPower = false;

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleState(_idleThreshold: number): 'active' {
    return 'active';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  getCurrentThermalState(): 'nominal' {
    return 'nominal';
  }
}

type ThemeMembers =
  | 'themeSource'
  | 'shouldUseDarkColors'
  | 'shouldUseHighContrastColors'
  | 'inForcedColorsMode'
  | 'prefersReducedTransparency';

export class StandInNativeTheme extends LoudEmitter implements Pick<Electron.NativeTheme, ThemeMembers> {
  static override readonly electronName = 'nativeTheme';
  readonly shouldUseHighContrastColors = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;
  #source: Electron.NativeTheme['themeSource'] = 'system';
  #isSystemDark = false;

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.#source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#isSystemDark : this.#source === 'dark';
  }

  setSystemDark(isDark: boolean): void {
    this.#isSystemDark = isDark;
    this.emit('updated');
  }
}

type ScreenMembers =
  | 'getAllDisplays'
  | 'getPrimaryDisplay'
  | 'getDisplayNearestPoint'
  | 'getDisplayMatching'
  | 'getCursorScreenPoint';

/** Displays as the tests set them up: at first one, as large as Xvfb's. */
export class StandInScreen extends LoudEmitter implements Pick<Electron.Screen, ScreenMembers> {
  static override readonly electronName = 'screen';
  displays: Electron.Display[] = [createDisplay(1, { x: 0, y: 0, width: 2560, height: 1600 })];
  cursor: Electron.Point = { x: 100, y: 100 };

  getAllDisplays(): Electron.Display[] {
    return this.displays;
  }

  getPrimaryDisplay(): Electron.Display {
    const [first] = this.displays;
    if (!first) throw new Error('There is no display.');
    return first;
  }

  getDisplayNearestPoint({ x, y }: Electron.Point): Electron.Display {
    return this.getDisplayMatching({ x, y, width: 1, height: 1 });
  }

  getDisplayMatching(rect: Electron.Rectangle): Electron.Display {
    const overlap = ({ bounds }: Electron.Display) =>
      Math.max(0, Math.min(rect.x + rect.width, bounds.x + bounds.width) - Math.max(rect.x, bounds.x)) *
      Math.max(0, Math.min(rect.y + rect.height, bounds.y + bounds.height) - Math.max(rect.y, bounds.y));
    return this.displays.reduce(
      (best, display) => (overlap(display) > overlap(best) ? display : best),
      this.getPrimaryDisplay(),
    );
  }

  getCursorScreenPoint(): Electron.Point {
    return this.cursor;
  }
}

export function createDisplay(id: number, bounds: Electron.Rectangle): Electron.Display {
  const { width, height } = bounds;
  return {
    id,
    label: `Display ${id}`,
    bounds,
    workArea: bounds,
    size: { width, height },
    workAreaSize: { width, height },
    nativeOrigin: { x: bounds.x, y: bounds.y },
    scaleFactor: 1,
    rotation: 0,
    internal: false,
    detected: true,
    accelerometerSupport: 'unknown',
    touchSupport: 'unknown',
    monochrome: false,
    colorDepth: 24,
    colorSpace: '',
    depthPerComponent: 8,
    displayFrequency: 60,
    maximumCursorSize: { width: 64, height: 64 },
  };
}
