import type { RecordingSpeaker, TranscriptSegment } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconChevronDown, IconPencil, IconPlayerPlayFilled } from '@tabler/icons-react';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../messages/index.ts';
import type { Mark } from '../../marks.ts';
import { SpeakerBadge, speakerStyle } from '../speakers/SpeakerBadge.tsx';
import { SpeakerMenu, type SpeakerMenuActions } from '../speakers/SpeakerMenu.tsx';
import { ConflictChoice } from './ConflictChoice.tsx';
import { SegmentEditor } from './SegmentEditor.tsx';
import { SegmentText } from './SegmentText.tsx';
import classes from './transcript.module.css';

/** What a row asks of the list; the same object for all of them, so that rows that stay the same are not drawn again. */
export interface SegmentHandlers {
  onPlayFrom(segment: TranscriptSegment): void;
  onWord(segment: TranscriptSegment, word: number): void;
  onEdit(segment: TranscriptSegment): void;
  onSave(segment: TranscriptSegment, text: string, then: 'leave' | 'next' | 'previous'): Promise<boolean>;
  onLeave(segment: TranscriptSegment): void;
  onHear(segment: TranscriptSegment): void;
  onRevert(segment: TranscriptSegment): void;
  onResolve(segment: TranscriptSegment, keep: 'edited' | 'heard'): Promise<boolean>;
  onChoose(segment: TranscriptSegment, isRange: boolean): void;
}

interface SegmentRowProps {
  segment: TranscriptSegment;
  /** Undefined where nobody was told apart. */
  speaker: RecordingSpeaker | undefined;
  /** How many other speakers there are. */
  others: number;
  /** Whether the name stands above it. */
  isNamed: boolean;
  marks: readonly Mark[];
  /** The word that is said now; null where another segment is said. */
  now: number | null;
  /** Whether the keyboard is at it: what can be pressed in it is then a Tab away. */
  isActive: boolean;
  isChosen: boolean;
  isEditing: boolean;
  handlers: SegmentHandlers;
  speakerActions: SpeakerMenuActions;
}

/** One segment: when, what, and what can be done with it. */
export const SegmentRow = memo(function SegmentRow({
  segment,
  speaker,
  others,
  isNamed,
  marks,
  now,
  isActive,
  isChosen,
  isEditing,
  handlers,
  speakerActions,
}: SegmentRowProps) {
  const { t } = useTranslation('recording');
  const { clock } = useFormat();
  const time = clock(segment.startMs);
  const isEmptied = segment.text === '';
  const hasCited = marks.some(({ kind }) => kind === 'cited');

  function onClick(event: MouseEvent): void {
    // Who selects text to copy it does not want to go anywhere.
    if (!document.getSelection()?.isCollapsed) return;
    const word = event.target instanceof Element ? event.target.closest('[data-word]') : null;
    if (word) handlers.onWord(segment, Number(word.getAttribute('data-word')));
  }

  return (
    <>
      {isNamed && speaker && (
        <div className={classes.speaker}>
          <SpeakerMenu speaker={speaker} others={others} actions={speakerActions}>
            <button
              type="button"
              className={classes.speakerName}
              aria-label={t('speakers.menuOf', { name: speaker.name })}
            >
              <bdi>{speaker.name}</bdi>
              <IconChevronDown size={13} aria-hidden />
            </button>
          </SpeakerMenu>
        </div>
      )}
      <div
        className={classes.row}
        data-segment={segment.id}
        data-chosen={isChosen || undefined}
        data-now={now !== null || undefined}
        style={speakerStyle(segment.speaker)}
      >
        <div className={classes.gutter}>
          {/* The letters give way to the box where something is to be chosen. */}
          {speaker && (
            <span className={classes.letters}>
              <SpeakerBadge speaker={speaker} size="small" />
            </span>
          )}
          <input
            type="checkbox"
            className={classes.box}
            tabIndex={-1}
            checked={isChosen}
            aria-label={t('choose.one', { time })}
            onChange={() => undefined}
            onClick={(event) => handlers.onChoose(segment, event.shiftKey)}
          />
          <button
            type="button"
            className={classes.time}
            tabIndex={isActive ? 0 : -1}
            data-cited={hasCited || undefined}
            aria-label={t('playFrom', { time })}
            title={t('playFrom', { time })}
            onClick={() => handlers.onPlayFrom(segment)}
          >
            <IconPlayerPlayFilled size={10} aria-hidden />
            {time}
          </button>
        </div>
        <div className={classes.said}>
          {isEditing ? (
            <SegmentEditor
              segment={segment}
              onSave={(text, then) => handlers.onSave(segment, text, then)}
              onLeave={() => handlers.onLeave(segment)}
              onHear={() => handlers.onHear(segment)}
            />
          ) : (
            // biome-ignore lint/a11y/useKeyWithClickEvents: by the keyboard the same is done from the row and its time
            <p className={classes.words} dir="auto" onClick={onClick}>
              {isEmptied ? (
                <em className={classes.emptied}>{t('edit.takenOut')}</em>
              ) : (
                <SegmentText segment={segment} marks={marks} now={now} />
              )}
              {segment.isEdited && !segment.conflict && (
                <span className={classes.edited}>
                  {t('edit.edited')}
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    tabIndex={isActive ? 0 : -1}
                    leftSection={<IconArrowBackUp size={12} aria-hidden />}
                    onClick={() => handlers.onRevert(segment)}
                  >
                    {t('edit.revert')}
                  </Button>
                </span>
              )}
            </p>
          )}
          {segment.conflict && !isEditing && (
            <ConflictChoice segment={segment} onResolve={(keep) => handlers.onResolve(segment, keep)} />
          )}
        </div>
        {!isEditing && (
          <Tooltip label={t('edit.button')} openDelay={400}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              className={classes.pencil}
              tabIndex={isActive ? 0 : -1}
              aria-label={t('edit.buttonAt', { time })}
              onClick={() => handlers.onEdit(segment)}
            >
              <IconPencil size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </>
  );
});
