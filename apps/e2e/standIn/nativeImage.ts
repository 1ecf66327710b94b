import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { LoudObject, loud } from './loud.ts';

type ImageMembers =
  | 'isEmpty'
  | 'getSize'
  | 'resize'
  | 'setTemplateImage'
  | 'isTemplateImage'
  | 'toPNG'
  | 'toDataURL'
  | 'getAspectRatio'
  | 'addRepresentation';

/** Bytes of a picture and the size it says; nobody draws it. */
export class StandInImage extends LoudObject implements Pick<Electron.NativeImage, ImageMembers> {
  static override readonly electronName = 'NativeImage';
  readonly #bytes: Buffer;
  readonly #size: Electron.Size;
  #isTemplate = false;

  constructor(bytes: Buffer, size = pngSize(bytes)) {
    super();
    this.#bytes = bytes;
    this.#size = size;
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  getSize(_scaleFactor?: number): Electron.Size {
    return this.#size;
  }

  getAspectRatio(_scaleFactor?: number): number {
    return this.#size.height === 0 ? 1 : this.#size.width / this.#size.height;
  }

  resize({ width, height }: Electron.ResizeOptions): Electron.NativeImage {
    const size = { width: width ?? this.#size.width, height: height ?? this.#size.height };
    return new StandInImage(this.#bytes, size) as unknown as Electron.NativeImage;
  }

  addRepresentation(_options: Electron.AddRepresentationOptions): void {}

  setTemplateImage(option: boolean): void {
    this.#isTemplate = option;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }

  toPNG(_options?: Electron.ToPNGOptions): Buffer {
    return this.#bytes;
  }

  toDataURL(_options?: Electron.ToDataURLOptions): string {
    return `data:image/png;base64,${this.#bytes.toString('base64')}`;
  }
}

function pngSize(bytes: Buffer): Electron.Size {
  const isPng = bytes.length > 24 && bytes.toString('latin1', 1, 4) === 'PNG';
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : { width: 0, height: 0 };
}

const asElectron = (bytes: Buffer) => new StandInImage(bytes) as unknown as Electron.NativeImage;

export const nativeImage = loud('nativeImage', {
  createEmpty: () => asElectron(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer, _options?: Electron.CreateFromBufferOptions) => asElectron(bytes),
  createFromDataURL: (url: string) => asElectron(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
  /** As in Electron, a file that is not there is an empty picture. */
  createFromPath(path: string) {
    try {
      return asElectron(readFileSync(path));
    } catch {
      return asElectron(Buffer.alloc(0));
    }
  },
} satisfies Pick<
  typeof Electron.nativeImage,
  'createEmpty' | 'createFromBuffer' | 'createFromDataURL' | 'createFromPath'
>);
