import type { DocumentMetadata } from '@adiuva/contracts';
import readExif from 'exif-reader';

type Properties = NonNullable<DocumentMetadata['properties']>;

const maxLength = 1_000;

/**
 * What a camera or scanner wrote into a picture: when and with what it was taken, by whom, roughly where. Places are
 * rounded to a hundredth of a degree, a kilometre: enough to find holidays, too little to find a door.
 */
export function readPictureMetadata(
  exif: Uint8Array | undefined,
  comments: readonly { keyword: string; text: string }[] = [],
): DocumentMetadata {
  const { Image = {}, Photo = {}, GPSInfo = {} } = parse(exif);
  const comment = (keyword: string) =>
    text(comments.find((candidate) => candidate.keyword.toLowerCase() === keyword)?.text);
  const createdAt =
    time(Photo.DateTimeOriginal, Photo.OffsetTimeOriginal) ??
    time(Photo.DateTimeDigitized, Photo.OffsetTimeDigitized) ??
    time(Image.DateTime, Photo.OffsetTime);
  const author = text(Image.Artist) ?? comment('author');
  const title = comment('title');
  const properties: Properties = {};
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined) properties[name] = value;
  };
  put('camera', cameraName(text(Image.Make), text(Image.Model)));
  put('lens', text(Photo.LensModel));
  put('software', text(Image.Software) ?? comment('software'));
  put(
    'description',
    description(text(Image.ImageDescription)) ?? comment('description') ?? comment('comment'),
  );
  put('copyright', text(Image.Copyright) ?? comment('copyright'));
  put('location', place(GPSInfo));
  return {
    ...(title && { title }),
    ...(author && { author }),
    ...(createdAt !== undefined && { createdAt }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** A broken block is no reason to leave a picture out. */
function parse(exif: Uint8Array | undefined): {
  Image?: Record<string, unknown> | undefined;
  Photo?: Record<string, unknown> | undefined;
  GPSInfo?: Record<string, unknown> | undefined;
} {
  if (!exif) return {};
  try {
    return readExif(Buffer.from(exif.buffer, exif.byteOffset, exif.byteLength));
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const clean = value
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return clean === '' ? undefined : clean.slice(0, maxLength);
}

/** Some cameras write their own name or a default where a description would stand. */
function description(value: string | undefined): string | undefined {
  return value && !/^(?:olympus digital camera|sony dsc|digital camera|default|untitled|image)$/i.test(value)
    ? value
    : undefined;
}

function cameraName(make: string | undefined, model: string | undefined): string | undefined {
  if (!make || !model) return model ?? make;
  return model.toLowerCase().startsWith(make.split(' ')[0]?.toLowerCase() ?? make)
    ? model
    : `${make} ${model}`;
}

/** A camera's clock has no zone unless the newer tag beside it gives one; then the time counts as UTC. */
function time(date: unknown, offset: unknown): number | undefined {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) return undefined;
  const match = typeof offset === 'string' ? /^([+-])(\d\d):(\d\d)/.exec(offset) : null;
  const minutes = match ? (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1) : 0;
  const value = date.getTime() - minutes * 60_000;
  return value > 0 ? value : undefined;
}

function place(gps: Readonly<Record<string, unknown>>): string | undefined {
  const latitude = degrees(gps.GPSLatitude, gps.GPSLatitudeRef, 90);
  const longitude = degrees(gps.GPSLongitude, gps.GPSLongitudeRef, 180);
  if (latitude === undefined || longitude === undefined || (latitude === 0 && longitude === 0))
    return undefined;
  return `${latitude.toFixed(2)}, ${longitude.toFixed(2)}`;
}

function degrees(value: unknown, reference: unknown, most: number): number | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const [whole = 0, minutes = 0, seconds = 0] = value.map(Number);
  const result = whole + minutes / 60 + seconds / 3600;
  if (!Number.isFinite(result) || Math.abs(result) > most) return undefined;
  return reference === 'S' || reference === 'W' ? -result : result;
}
