import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useOpenRecording } from '../useRecording.ts';
import type { SegmentHandlers } from './SegmentRow.tsx';

interface Around {
  onChoose(segment: TranscriptSegment, isRange: boolean): void;
}

/** What rows ask for, and which of them is being edited. */
export function useSegmentHandlers(shown: readonly TranscriptSegment[], around: Around) {
  const { actions, player } = useOpenRecording();
  const [editing, setEditing] = useState<string | null>(null);
  const latest = useRef({ shown, around });
  useEffect(() => {
    latest.current = { shown, around };
  });

  const handlers = useMemo<SegmentHandlers>(
    () => ({
      onPlayFrom: ({ startMs }) => player.playFrom(startMs),
      onWord: ({ words, startMs }, word) => player.seek(words[word]?.startMs ?? startMs),
      onEdit: ({ id }) => setEditing(id),
      async onSave({ id, text: before }, text, then) {
        if (text !== before && !(await actions.editSegment(id, text))) return false;
        const list = latest.current.shown;
        const at = list.findIndex((other) => other.id === id);
        const beside = then === 'leave' ? undefined : list[then === 'next' ? at + 1 : at - 1];
        setEditing(beside?.id ?? null);
        return true;
      },
      onLeave: () => setEditing(null),
      onHear: ({ startMs, endMs }) => player.playSpan(startMs, endMs),
      onRevert: ({ id }) => void actions.revertSegment(id),
      onResolve: ({ id }, keep) => actions.resolveConflict(id, keep),
      onChoose: (segment, isRange) => latest.current.around.onChoose(segment, isRange),
    }),
    [actions, player],
  );
  return { handlers, editing, setEditing };
}
