export { createPageImages, type PageImages, type WantedImage } from './createPageImages.ts';
