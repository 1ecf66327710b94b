import type { Recording, RecordingSpeaker, TranscriptSegment } from '@adiuva/contracts/rpc';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useOpenRecording } from '../useRecording.ts';
import type { SpeakerMenuActions } from './SpeakerMenu.tsx';

export interface SpeakerDialog {
  kind: 'name' | 'merge' | 'split';
  speaker: RecordingSpeaker;
}

interface Around {
  onSelectAll(segmentIds: readonly string[]): void;
  onShowOnly(speaker: number): void;
}

/** The speakers by number, what can be done with each, and the dialog in which it is done. */
export function useSpeakers(recording: Recording, segments: readonly TranscriptSegment[]) {
  const { player } = useOpenRecording();
  const [dialog, setDialog] = useState<SpeakerDialog | null>(null);
  const byNumber = useMemo(
    () => new Map(recording.speakers.map((speaker) => [speaker.number, speaker])),
    [recording.speakers],
  );
  const latest = useRef<{ segments: readonly TranscriptSegment[]; around: Around | null }>({
    segments,
    around: null,
  });
  useEffect(() => {
    latest.current.segments = segments;
  });

  const actions = useMemo<SpeakerMenuActions>(() => {
    const of = ({ number }: RecordingSpeaker) =>
      latest.current.segments.filter(({ speaker, text }) => speaker === number && text !== '');
    return {
      onName: (speaker) => setDialog({ kind: 'name', speaker }),
      onMerge: (speaker) => setDialog({ kind: 'merge', speaker }),
      onSplit: (speaker) => setDialog({ kind: 'split', speaker }),
      onSelectAll: (speaker) => latest.current.around?.onSelectAll(of(speaker).map(({ id }) => id)),
      onShowOnly: ({ number }) => latest.current.around?.onShowOnly(number),
      onHear(speaker) {
        const [longest] = of(speaker).sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs));
        if (longest) player.playSpan(longest.startMs, longest.endMs);
      },
    };
  }, [player]);

  return {
    byNumber,
    dialog,
    closeDialog: () => setDialog(null),
    /** The same object every time: rows are drawn again only when they change. */
    actionsWith(around: Around): SpeakerMenuActions {
      latest.current.around = around;
      return actions;
    },
  };
}
