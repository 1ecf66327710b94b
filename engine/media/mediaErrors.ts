import { AppError } from '#base';

/** The sentences of this module in one place: what happened, to which file, and what the person can do. */

export function recordingMalformed(name: string, cause?: unknown): AppError {
  const details = cause instanceof Error && cause.message ? { thrown: cause.message } : undefined;
  return new AppError(
    'file_malformed',
    `“${name}” is damaged or is not a recording. Play it in the program that made it and save it again.`,
    { cause, ...(details && { details }) },
  );
}

export function recordingWithoutAudio(name: string): AppError {
  return new AppError('recording_no_audio', `“${name}” has pictures but no sound: there is nothing to hear.`);
}

export function recordingSilent(name: string): AppError {
  return new AppError(
    'recording_silent',
    `“${name}” holds nothing but silence. If you expected to hear something, check which microphone was used.`,
  );
}

/** A head and nothing behind it. */
export function recordingWithoutSamples(name: string): AppError {
  return new AppError(
    'file_empty',
    `“${name}” has no sound in it: it was ended before anything was recorded, or lost what came after its head.`,
  );
}

export function recordingProtected(name: string): AppError {
  return new AppError(
    'recording_protected',
    `“${name}” is protected by its shop or player (DRM) and cannot be read. Add a copy without protection instead.`,
  );
}

/** No decoder of ours knows it, and there is no ffmpeg, or that does not know it either. */
export function codecUnknown(name: string, codec: string, hasFfmpeg: boolean): AppError {
  if (hasFfmpeg)
    return new AppError(
      'file_unsupported',
      `The sound of “${name}” (${codec}) could not be decoded. Save it as MP3 or WAV and add that instead.`,
      { details: { codec } },
    );
  return new AppError(
    'converter_missing',
    `The sound of “${name}” (${codec}) can only be decoded with the help of ffmpeg, which is not on this machine. Install it, or save the recording as MP3 or WAV.`,
    { details: { codec } },
  );
}

export function trackMissing(name: string, track: number): AppError {
  return new AppError('not_found', `“${name}” has no sound track number ${track}.`, { details: { track } });
}

export function decodingStalled(name: string): AppError {
  return new AppError(
    'timeout',
    `Decoding “${name}” came to a standstill and was ended. Try it again; if it stays so, save the recording anew.`,
  );
}

export function pictureMissing(name: string, what: string): AppError {
  return new AppError('unavailable', `“${name}” has no ${what} that could be shown.`);
}

/** @param error what writing threw; anything that is not a full disk stays what it is */
export function fromWriteError(error: unknown, what: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') return error;
  return new AppError(
    'storage_full',
    `The disk is full: there is no room for ${what}. Free some space and try again.`,
    { cause: error },
  );
}
