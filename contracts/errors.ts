import { z } from 'zod';

/**
 * Every error code that crosses a process, the network or the command line, with what makes it different from
 * its neighbours. A code is a promise to callers: add, never rename.
 */
export const errorCodes = {
  // The caller
  invalid_input: 'The request does not have the shape its contract asks for.',
  not_found: 'The thing asked for does not exist, or the caller may not see it.',
  forbidden: 'The caller has no grant for this.',
  conflict: 'The thing asked for clashes with what is already there.',
  cancelled: 'The caller, or the user, stopped it.',
  unavailable: 'The part that would do this is not running or not installed.',
  offline: 'The offline switch is on, and this would have left the machine.',
  timeout: 'It took longer than its limit.',
  internal: 'A defect of ours.',
  // Files
  file_not_found: 'No file or folder at this path.',
  file_unreadable: 'The file exists but could not be read (permission, device error).',
  file_changed: 'The file changed while it was being read.',
  file_empty: 'The file has no content, or none that is text.',
  file_too_large: 'The file is over the size limit of its kind.',
  file_encrypted: 'The file needs a password.',
  file_malformed: 'The file is not a valid file of its type.',
  file_unsupported: 'No extractor handles this type.',
  file_no_text: 'The file is valid but holds no text to index (a scan, a drawing).',
  file_bomb: 'Unpacking the file would give far more than it should: too much, too many or too deep.',
  archive_member_unsafe: 'The name or kind of an archive member could lead outside of it; it is left out.',
  extraction_timeout: 'Reading the file took longer than its time limit.',
  extraction_crashed: 'The extraction worker died on this file, twice.',
  ocr_unavailable: 'The text is in a picture, and text recognition or its language is not installed.',
  converter_missing: 'The type is read by a program (LibreOffice, ffmpeg) that is not on this machine.',
  folder_missing: 'A watched folder is not there (an unplugged disk); nothing of it was removed.',
  extraction_memory: 'Reading the file needed more memory than its cap.',
  recording_no_audio: 'The video is valid but has no sound.',
  recording_silent: 'The recording is valid but holds nothing but silence.',
  recording_protected: 'The recording is encrypted for one player or shop (DRM) and cannot be decoded.',
  speech_model_missing: 'The file is a recording, and no speech model is installed to hear it with.',
  // Workers, jobs and storage
  worker_crashed: 'A worker process died; the work was not lost.',
  lease_lost: 'The job was taken over by another worker; this result is discarded.',
  storage_locked: 'Another process owns this data folder.',
  storage_full: 'The disk is full.',
  storage_corrupt: 'The database is damaged.',
  // Models
  model_not_installed: 'The model is in the catalogue but not on this machine.',
  model_unknown: 'No such model in the catalogue.',
  model_invalid: 'The model files are there but do not load.',
  download_failed: 'The download could not be completed.',
  download_corrupt: 'What was downloaded is not what the catalogue promises.',
  // Language models
  provider_unreachable: 'The language model service did not answer.',
  provider_rejected: 'The language model service refused the request (key, quota, model name).',
  provider_rate_limited: 'The language model service asks to wait.',
  provider_invalid_response: 'The language model service answered with something that is not an answer.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

const codeList = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

export const errorCodeSchema = z.enum(codeList);

/** The wire form of an error: what the command line prints and a port carries. */
export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  /** Facts for the person or the log: a path, a limit, a status. Never file content, never a key. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export type WireError = z.infer<typeof wireErrorSchema>;
