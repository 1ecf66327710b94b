import { enterSandbox } from '#ports';
import { serveMedia } from '../../serve/serveMedia.ts';

const { port, init } = enterSandbox();
serveMedia(port, { ffmpeg: init.ffmpeg !== false });
