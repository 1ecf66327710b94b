import type { Settings, TranscriptionOptions } from '@adiuva/contracts/rpc';
import type { TranscriptRecord } from '#storage';
import type { HearingOptions } from './hearRecording.ts';

const mebibyte = 1024 * 1024;

/** How a recording is heard: as the settings say, but for what is asked of this one. */
export function settleOptions(settings: Settings, asked: TranscriptionOptions = {}): HearingOptions {
  return {
    model: unlessAuto(asked.model ?? settings.recordingModel),
    language: unlessAuto(asked.language ?? settings.recordingLanguage),
    vocabulary: asked.vocabulary ?? settings.recordingVocabulary,
    device: settings.recordingDevice,
    diarize: asked.diarize ?? settings.tellsSpeakersApart,
    speakers: asked.speakers ?? null,
    noiseReduction: asked.noiseReduction ?? settings.reducesNoise,
    maxBytes: settings.recordingMaxMegabytes * mebibyte,
    keepsVoices: settings.remembersVoices,
  };
}

function unlessAuto(value: string): string | null {
  return value === 'auto' ? null : value;
}

/** Whether a transcript that is there is what somebody asks for; of what it was not told, it is taken to be. */
export function answers(
  { model, language, diarization, speakers }: TranscriptRecord,
  asked: TranscriptionOptions = {},
): boolean {
  // What these change in the words shows in no transcript.
  if (asked.vocabulary !== undefined || asked.noiseReduction !== undefined) return false;
  if (asked.model !== undefined && asked.model !== 'auto' && asked.model !== model) return false;
  if (asked.language !== undefined && asked.language !== 'auto' && asked.language !== language) return false;
  if (asked.diarize === true && diarization === null) return false;
  return asked.speakers === undefined || asked.diarize === false || asked.speakers === speakers.length;
}
