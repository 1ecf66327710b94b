import type { LikeVoice } from '#storage';
import type { TranscriptsDeps } from './dependencies.ts';

/**
 * Compares the voices of a recording with those of the people who are known. From one threshold on a speaker is taken for
 * the person, from another on it is asked; two speakers of a recording are never taken for one person, but asked about.
 * What a person has said of a speaker stays. Does nothing where voices are not remembered.
 *
 * A voice is like a person's where it is like one of the voices that they are known by: the same person sounds
 * otherwise over a telephone than in a room.
 *
 * @returns whether a name that is shown changed: then the recording is indexed again
 */
export async function recogniseVoices(
  deps: Pick<TranscriptsDeps, 'storage' | 'clock' | 'remembersVoices' | 'voices'>,
  transcriptId: number,
): Promise<{ isRenamed: boolean }> {
  const { storage, voices } = deps;
  if (!deps.remembersVoices()) return { isRenamed: false };
  const heard = storage.read.readVoices(transcriptId);
  const pairs = [...new Set(heard.map(({ model }) => model))].flatMap((model) => {
    const thresholds = voices.thresholds(model);
    if (!thresholds) return [];
    const known = storage.read.readKnownVoices({ model });
    return heard
      .filter((voice) => voice.model === model)
      .flatMap(({ number, embedding }) =>
        known
          .filter((other) => !(other.transcriptId === transcriptId && other.number === number))
          .map((other) => ({
            ...{ speaker: number, personId: other.personId, thresholds },
            similarity: voices.similarity(embedding, other.embedding, model),
          })),
      );
  });
  const found = chooseAlike(pairs, alreadyHere(deps, transcriptId));
  if (found.length === 0) return { isRenamed: false };
  return storage.write.recogniseSpeakers({ transcriptId, found, now: deps.clock.now() });
}

/** People whom somebody has said to speak here; by their public ids. */
function alreadyHere({ storage }: Pick<TranscriptsDeps, 'storage'>, transcriptId: number): Set<string> {
  const speakers = storage.read.readTranscript(transcriptId)?.speakers ?? [];
  return new Set(
    speakers.flatMap(({ personId, isRecognised }) => (personId !== null && !isRecognised ? personId : [])),
  );
}

export interface VoicePair {
  speaker: number;
  personId: string;
  similarity: number;
  thresholds: { recognised: number; suggested: number };
}

/** The most alike first: each speaker one person, each person one speaker; what is left over is asked. Pure. */
export function chooseAlike(pairs: readonly VoicePair[], taken: ReadonlySet<string>): LikeVoice[] {
  const found = new Map<number, LikeVoice>();
  const people = new Set(taken);
  const byLikeness = [...pairs].sort((a, b) => b.similarity - a.similarity);
  for (const { speaker, personId, similarity, thresholds } of byLikeness) {
    if (similarity < thresholds.recognised || found.has(speaker) || people.has(personId)) continue;
    people.add(personId);
    found.set(speaker, { speaker, personId, similarity, isRecognised: true });
  }
  for (const { speaker, personId, similarity, thresholds } of byLikeness) {
    if (similarity < thresholds.suggested || found.has(speaker)) continue;
    found.set(speaker, { speaker, personId, similarity, isRecognised: false });
  }
  return [...found.values()];
}
