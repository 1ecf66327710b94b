import type { MediaInfo } from '@adiuva/contracts/workers';
import {
  audioStreams,
  type Description,
  readTags,
  type StreamDescription,
  videoStreams,
} from './description.ts';

const oneDayMs = 86_400_000;

/** The facts of a recording as the product knows them. */
export function describeRecording(description: Description): MediaInfo {
  const tag = readTags(description.tags);
  const listed = description.streams.filter(
    ({ type, isPicture }) => type === 'audio' || (type === 'video' && !isPicture),
  );
  return {
    container: description.format,
    durationMs: description.durationMs,
    tracks: listed.map((stream) => describeTrack(stream)),
    title: tag('title'),
    artist: tag('artist', 'album_artist', 'author', 'composer'),
    album: tag('album', 'show'),
    comment: tag('comment', 'description', 'synopsis'),
    createdAt: creationTime(tag),
    chapters: description.chapters.flatMap(({ number, startMs, endMs, tags }) =>
      startMs === null || endMs === null || endMs < startMs || startMs < 0
        ? []
        : [{ startMs, endMs, title: readTags(tags)('title') ?? `Chapter ${number + 1}` }],
    ),
    hasCover: coverStream(description) !== undefined,
    isPlayable: isPlayable(description),
  };
}

/** The picture that stands for a recording: the one named so, else the first. */
export function coverStream({ streams }: Description): StreamDescription | undefined {
  const pictures = streams.filter(({ isPicture }) => isPicture);
  const front = pictures.find(({ tags }) => /front/i.test(readTags(tags)('comment') ?? ''));
  return front ?? pictures[0];
}

function describeTrack(stream: StreamDescription): MediaInfo['tracks'][number] {
  const tag = readTags(stream.tags);
  const language = tag('language');
  const handler = tag('handler_name');
  const isAudio = stream.type === 'audio';
  return {
    index: stream.index,
    kind: isAudio ? 'audio' : 'video',
    codec: stream.codec,
    channels: isAudio ? stream.channels : null,
    sampleRate: isAudio ? stream.sampleRate : null,
    language: language === 'und' ? null : language,
    // Programs put their own name for the kind of track there.
    title: tag('title') ?? (handler && /handler|media|core|stream/i.test(handler) ? null : handler),
    isDefault: stream.isDefault,
  };
}

/** Broadcast waves have the day and the time apart, phones a time with its zone, music a year. */
function creationTime(tag: ReturnType<typeof readTags>): number | null {
  const created = tag('com.apple.quicktime.creationdate', 'creation_time');
  const date = tag('date', 'date_recorded', 'year', 'icrd', 'wm/year');
  const clock = created && /^(\d\d):(\d\d):(\d\d)$/.exec(created);
  const moment = Date.parse(clock && date ? `${date}T${created}Z` : (created ?? date ?? ''));
  // Clocks that were never set begin in 1904 or 1970.
  return Number.isNaN(moment) || Math.abs(moment) < oneDayMs || moment < Date.UTC(1905) ? null : moment;
}

const waveCodecs = ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_alaw', 'pcm_mulaw'];
/** What Chromium plays, by container; a video codec it lacks would leave sound without pictures. */
const playable: Readonly<Record<string, readonly string[]>> = {
  mp3: ['mp3'],
  wav: waveCodecs,
  aac: ['aac'],
  flac: ['flac'],
  ogg: ['vorbis', 'opus', 'flac'],
  mov: ['aac', 'mp3', 'opus', 'flac', 'h264', 'vp9', 'av1'],
  matroska: ['vorbis', 'opus', 'vp8', 'vp9', 'av1'],
};

function isPlayable(description: Description): boolean {
  const codecs = playable[demuxerOf(description)] ?? [];
  const streams = [...audioStreams(description), ...videoStreams(description)];
  return streams.length > 0 && streams.every(({ codec }) => codecs.includes(codec));
}

/** FFmpeg's one name of what reads the container. */
export function demuxerOf({ format }: Description): string {
  return format.split(',', 1)[0] ?? format;
}
