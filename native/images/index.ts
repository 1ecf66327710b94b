export {
  type Bitmap,
  type DrawOptions,
  drawPicture,
  encodeBitmap,
  type PictureEncoding,
  rotateBitmap,
} from './drawPicture.ts';
export { type PictureInfo, readPictureInfo } from './readPictureInfo.ts';
