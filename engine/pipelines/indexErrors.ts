import type { MemberOutcome } from '@adiuva/contracts';
import { AppError, hasCode, toWireError, type WireError } from '#base';

/** Nothing is wrong with these files; there is only nothing of them in the index. */
const skippedCodes: ReadonlySet<string> = new Set([
  'file_unsupported',
  'speech_model_missing',
  'recording_no_audio',
  'recording_silent',
]);

/** A type nobody reads, a picture that shows no text, a recording in which nobody says anything. */
export function isSkipped({ code, details }: AppError): boolean {
  if (skippedCodes.has(code)) return true;
  return code === 'file_no_text' && /^(?:image|audio|video)\//.test(String(details?.mediaType));
}

export function whatIsKnown(error: AppError): { mediaType: string | null; error: WireError } {
  const mediaType = error.details?.mediaType;
  return { mediaType: typeof mediaType === 'string' ? mediaType : null, error: toWireError(error) };
}

/** Why nothing of a file is in the index: what befell a file inside it speaks for it. */
export function nothingRead(path: string, mediaType: string, members: readonly MemberOutcome[]): AppError {
  const details = { mediaType };
  const error = members.find(({ status }) => status === 'failed')?.error ?? members.find(isLeftOut)?.error;
  if (!error || members.some(({ status, error }) => status === 'indexed' && !error))
    return new AppError('file_no_text', `${path} holds no text that could be indexed.`, { details });
  return new AppError(error.code, `${path} holds no file that could be read. ${error.message}`, { details });
}

function isLeftOut({ status, error }: MemberOutcome): boolean {
  return status === 'skipped' && error?.code !== 'file_unsupported';
}

/** What became of a file in the extraction worker, in words about the file. */
export function toExtractionError(error: unknown, path: string): unknown {
  if (hasCode(error, 'timeout')) {
    return new AppError('extraction_timeout', `Reading ${path} took too long and was stopped.`, {
      cause: error,
    });
  }
  if (hasCode(error, 'extraction_memory')) {
    return new AppError(
      'extraction_memory',
      `Reading ${path} needed more memory than is allowed for one file.`,
      { cause: error },
    );
  }
  if (hasCode(error, 'worker_crashed') && error.details?.byItself) {
    return new AppError('extraction_crashed', `${path} makes the reader crash; it is probably damaged.`, {
      cause: error,
    });
  }
  return error;
}
