export { createMedia, type Media, type MediaHooks, type MediaOptions } from './createMedia.ts';
export type { MediaPicture } from './pictures/drawCover.ts';
export { type PcmStreamOptions, readPcm, streamPcm } from './readPcm.ts';
export { sampleRate } from './sampleRate.ts';
