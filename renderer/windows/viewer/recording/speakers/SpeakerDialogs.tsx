import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { MergeDialog } from './MergeDialog.tsx';
import { NameDialog } from './NameDialog.tsx';
import { SplitDialog } from './SplitDialog.tsx';
import type { SpeakerDialog } from './useSpeakers.ts';

interface SpeakerDialogsProps {
  dialog: SpeakerDialog | null;
  /** Segments that are chosen, of any speaker. */
  chosen: readonly TranscriptSegment[];
  onClose(): void;
  onChoose(): void;
  /** What is chosen was used. */
  onDone(): void;
}

/** The one dialog of a speaker that is open. */
export function SpeakerDialogs({ dialog, chosen, onClose, onChoose, onDone }: SpeakerDialogsProps) {
  if (!dialog) return null;
  const { kind, speaker } = dialog;
  if (kind === 'name') return <NameDialog speaker={speaker} onClose={onClose} />;
  if (kind === 'merge') return <MergeDialog speaker={speaker} onClose={onClose} />;
  const own = chosen.filter((segment) => segment.speaker === speaker.number).map(({ id }) => id);
  return <SplitDialog speaker={speaker} chosen={own} onClose={onClose} onChoose={onChoose} onDone={onDone} />;
}
