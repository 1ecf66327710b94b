import type { DocumentMetadata } from '@adiuva/contracts';
import type { MediaInfo } from '@adiuva/contracts/workers';
import type { RecordingMedia, TranscriptRecord } from '#storage';

/** What a recording says of itself, as the metadata of its document. */
export function toMetadata(info: MediaInfo): DocumentMetadata {
  const { title, artist, createdAt, durationMs } = info;
  const properties = propertiesOf(info);
  return {
    ...(title !== null && { title }),
    ...(artist !== null && { author: artist }),
    ...(createdAt !== null && { createdAt }),
    ...(durationMs !== null && { durationMs: Math.round(durationMs) }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** The same, as it is kept with the transcript. */
export function toRecordingMedia(info: MediaInfo, mediaType: string): RecordingMedia {
  const { container, chapters, hasCover, title, artist, createdAt } = info;
  return {
    mediaType,
    container,
    tracks: info.tracks.map(({ isDefault: _default, ...track }) => track),
    chapters,
    hasCover,
    properties: {
      ...(title !== null && { title }),
      ...(artist !== null && { artist }),
      ...(createdAt !== null && { createdAt }),
      ...propertiesOf(info),
    },
  };
}

/** The metadata of a document, from what is kept with its transcript. */
export function metadataOf({
  media,
  durationMs,
  language,
}: Pick<TranscriptRecord, 'media' | 'durationMs' | 'language'>): DocumentMetadata {
  const { title, artist, createdAt, ...properties } = media.properties;
  return {
    ...(title !== undefined && { title: String(title) }),
    ...(artist !== undefined && { author: String(artist) }),
    ...(typeof createdAt === 'number' && { createdAt }),
    ...(language !== null && { language }),
    durationMs,
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

function propertiesOf({ album, comment, tracks }: MediaInfo): Record<string, string | number> {
  const codecs = [...new Set(tracks.map(({ codec }) => codec))].join(', ');
  return {
    ...(album !== null && { album }),
    ...(comment !== null && { comment }),
    ...(codecs !== '' && { codecs }),
  };
}
