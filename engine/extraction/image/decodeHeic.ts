import type { Bitmap } from '@adiuva/native/images';
import { maxPixelsAtOnce } from './pictureSize.ts';

/**
 * HEIC, whose pixels libvips is not licensed to carry a decoder for: libheif as WebAssembly, turned and cropped as
 * the file asks.
 *
 * @throws Error when it does not decode
 */
export async function decodeHeic(bytes: Uint8Array): Promise<Bitmap> {
  const { default: library } = await import('libheif-js/wasm-bundle.js');
  const pictures = new library.HeifDecoder().decode(bytes);
  try {
    const picture = pictures.find((candidate) => candidate.is_primary()) ?? pictures[0];
    if (!picture) throw new Error('It holds no picture.');
    const width = picture.get_width();
    const height = picture.get_height();
    if (!(width * height > 0 && width * height <= maxPixelsAtOnce))
      throw new Error('Its size is not its size.');
    const data = new Uint8ClampedArray(width * height * 4);
    await new Promise<void>((resolve, reject) => {
      picture.display({ data, width, height }, (result) =>
        result ? resolve() : reject(new Error('Its pixels do not decode.')),
      );
    });
    return { data: new Uint8Array(data.buffer), width, height, channels: 4 };
  } finally {
    for (const picture of pictures) picture.free();
  }
}
