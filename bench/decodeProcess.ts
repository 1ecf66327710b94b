import { createMedia } from '../engine/media/createMedia.ts';

/** Decodes one recording and tells its parent how much memory that took at most, in megabytes. */
const [path = '', folder = '', useFfmpeg] = process.argv.slice(2);
await createMedia({ ffmpeg: useFfmpeg === 'true' }).decode({ path, folder });
process.send?.(process.resourceUsage().maxRSS / 1024);
