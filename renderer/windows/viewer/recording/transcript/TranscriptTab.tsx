import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { Button, Center, Loader, Text } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { IconMoodEmpty } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../../components/ErrorNotice.tsx';
import { useErrorWords, useFormat } from '../../../../messages/index.ts';
import { FindBar } from '../../FindBar.tsx';
import { AgainDialog } from '../AgainDialog.tsx';
import { usePlayerState, usePosition } from '../player/usePlayer.ts';
import { SpeakerBar } from '../speakers/SpeakerBar.tsx';
import { SpeakerDialogs } from '../speakers/SpeakerDialogs.tsx';
import { SuggestionQuestion } from '../speakers/SuggestionQuestion.tsx';
import { useSpeakers } from '../speakers/useSpeakers.ts';
import { useOpenRecording } from '../useRecording.ts';
import { HearingAgain } from './HearingAgain.tsx';
import { firstInTime, type TimeRange } from './marksInTime.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { TranscriptCommands } from './TranscriptCommands.tsx';
import { type SegmentWish, TranscriptList } from './TranscriptList.tsx';
import { TranscriptTools } from './TranscriptTools.tsx';
import classes from './transcript.module.css';
import { useChosen } from './useChosen.ts';
import { useMarks } from './useMarks.ts';
import { useSegmentHandlers } from './useSegmentHandlers.ts';
import { useTranscriptFind } from './useTranscriptFind.ts';
import { wordAt } from './wordAt.ts';

interface TranscriptTabProps {
  segments: readonly TranscriptSegment[];
  /** What an answer or a search points to; another object is another wish. */
  cited: TimeRange | null;
}

/** All that was said: read along, found, filtered, put right, and given to those who said it. */
export function TranscriptTab({ segments, cited }: TranscriptTabProps) {
  const { t } = useTranslation('recording');
  const words = useErrorWords();
  const { number } = useFormat();
  const { recording, transcript, player } = useOpenRecording();
  const { isPlaying } = usePlayerState(player);
  const [shownSpeakers, setShownSpeakers] = useState<ReadonlySet<number>>(new Set());
  const [isFinding, setFinding] = useState(false);
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query, 150);
  const [isChoosing, setChoosing] = useState(false);
  const [isAgainOpen, setAgainOpen] = useState(false);
  const [againJob, setAgainJob] = useState<string | null>(null);
  const endAgain = useCallback(() => setAgainJob(null), []);
  const [wish, setWish] = useState<SegmentWish | null>(null);
  const [showsUnsure, setShowsUnsure] = useLocalStorage({ key: 'adiuva-unsure-words', defaultValue: true });
  const field = useRef<HTMLInputElement>(null);
  const active = useRef<string | null>(null);

  const shown = useMemo(
    () =>
      shownSpeakers.size === 0
        ? segments
        : segments.filter(({ speaker }) => speaker !== null && shownSpeakers.has(speaker)),
    [segments, shownSpeakers],
  );
  const speakers = useSpeakers(recording, segments);
  const chosen = useChosen(shown);
  const now = usePosition(
    player,
    useCallback((ms: number) => keyOf(wordAt(shown, ms)), [shown]),
  );
  const place = useMemo(() => placeOf(now), [now]);
  const find = useTranscriptFind(shown, isFinding ? asked : '', place?.segment ?? 0);

  const marksOf = useMarks(cited, find);
  // Once its segment is here.
  const citedId = cited ? segments[firstInTime(segments, cited)]?.id : undefined;
  useEffect(() => {
    if (!cited || citedId === undefined) return;
    setShownSpeakers(new Set());
    setWish({ segmentId: citedId, mark: 'cited' });
  }, [cited, citedId]);
  const hit = find.hits[find.at];
  useEffect(() => {
    if (hit) setWish({ segmentId: hit.segmentId, mark: 'current' });
  }, [hit]);

  const { handlers, editing, setEditing } = useSegmentHandlers(shown, {
    onChoose(segment, isRange) {
      setChoosing(true);
      chosen.choose(segment, isRange);
    },
  });
  const openFind = () => {
    setFinding(true);
    field.current?.focus();
    field.current?.select();
  };
  const closeChoosing = () => {
    setChoosing(false);
    chosen.clear();
  };
  const goTo = (segment: TranscriptSegment | undefined) => segment && setWish({ segmentId: segment.id });
  const nextConflict = () => {
    const inConflict = shown.filter(({ conflict }) => conflict);
    const ms = shown.find(({ id }) => id === wish?.segmentId)?.startMs ?? player.positionMs();
    goTo(inConflict.find(({ startMs }) => startMs > ms) ?? inConflict[0]);
  };
  const inHand = () => shown.find(({ id }) => id === active.current) ?? shown[place?.segment ?? 0];
  const editInHand = () => {
    const target = inHand();
    if (!target) return;
    setWish({ segmentId: target.id });
    setEditing(target.id);
  };
  const speakerActions = speakers.actionsWith({
    onSelectAll(ids) {
      setChoosing(true);
      chosen.set(ids);
    },
    onShowOnly: (only) => setShownSpeakers(new Set([only])),
  });
  const question = recording.speakers.find(({ suggestion }) => suggestion !== null);
  const error = transcript.error();
  return (
    <div className={classes.transcript}>
      {recording.speakers.length > 0 && (
        <SpeakerBar
          speakers={recording.speakers}
          shown={shownSpeakers}
          onToggle={({ number: one }) =>
            setShownSpeakers((before) =>
              before.has(one)
                ? new Set([...before].filter((other) => other !== one))
                : new Set([...before, one]),
            )
          }
          onShowAll={() => setShownSpeakers(new Set())}
          actions={speakerActions}
        />
      )}
      {question && (
        <SuggestionQuestion key={question.number} speaker={question} onHear={speakerActions.onHear} />
      )}
      <TranscriptTools
        showsUnsure={showsUnsure}
        onUnsure={hasConfidence(segments) ? () => setShowsUnsure(!showsUnsure) : null}
        isChoosing={isChoosing}
        onChoosing={() => (isChoosing ? closeChoosing() : setChoosing(true))}
        onFind={openFind}
        onAgain={() => setAgainOpen(true)}
      >
        <Text size="xs" c="dimmed" role="status">
          {[
            transcript.isWhole() && t('segments', { count: shown.length, number: number(shown.length) }),
            recording.edited > 0 &&
              t('editedCount', { count: recording.edited, number: number(recording.edited) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </TranscriptTools>
      {isFinding && (
        <FindBar
          field={field}
          query={query}
          onQuery={setQuery}
          find={find}
          onClose={() => {
            setFinding(false);
            setQuery('');
          }}
        />
      )}
      <HearingAgain job={againJob} path={recording.path} onEnd={endAgain} />
      {recording.conflicts > 0 && (
        <div className={classes.notice} role="status">
          <span>
            {t('conflict.count', { count: recording.conflicts, number: number(recording.conflicts) })}
          </span>
          <Button size="compact-xs" variant="default" onClick={nextConflict}>
            {t('conflict.next')}
          </Button>
        </div>
      )}
      {isChoosing && (
        <SelectionBar chosen={chosen.ids} speakers={recording.speakers} onClear={closeChoosing} />
      )}
      {error !== null && <ErrorNotice message={words(error)} onRetry={transcript.refresh} />}
      {error === null && !transcript.isWhole() && segments.length === 0 && (
        <Center p="xl">
          <Loader size="sm" aria-label={t('loading')} />
        </Center>
      )}
      {transcript.isWhole() && segments.length === 0 ? (
        <EmptyState icon={<IconMoodEmpty size={26} />} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <TranscriptList
          segments={shown}
          speakers={speakers.byNumber}
          now={place}
          isPlaying={isPlaying}
          marksOf={marksOf}
          wish={wish}
          editing={editing}
          chosen={chosen.ids}
          isChoosing={isChoosing}
          showsUnsure={showsUnsure}
          handlers={handlers}
          speakerActions={speakerActions}
          onActive={(id) => {
            active.current = id;
          }}
        />
      )}
      <SpeakerDialogs
        dialog={speakers.dialog}
        chosen={segments.filter(({ id }) => chosen.ids.has(id))}
        onClose={speakers.closeDialog}
        onChoose={() => setChoosing(true)}
        onDone={closeChoosing}
      />
      {isAgainOpen && (
        <AgainDialog recording={recording} onClose={() => setAgainOpen(false)} onBegun={setAgainJob} />
      )}
      <TranscriptCommands
        onFind={openFind}
        onEdit={editInHand}
        onAgain={() => setAgainOpen(true)}
        onChoosing={() => (isChoosing ? closeChoosing() : setChoosing(true))}
        onUnsure={() => setShowsUnsure(!showsUnsure)}
        onNextConflict={recording.conflicts > 0 ? nextConflict : null}
        onRevert={() => {
          const target = inHand();
          if (target?.isEdited) handlers.onRevert(target);
        }}
        speakers={speakerActions}
      />
    </div>
  );
}

/** A place as one value, so that the same place is the same. */
function keyOf(place: ReturnType<typeof wordAt>): string {
  return place ? `${place.segment} ${place.word}` : '';
}

function placeOf(key: string): ReturnType<typeof wordAt> {
  const [segment, word] = key.split(' ').map(Number);
  return segment === undefined || word === undefined ? null : { segment, word };
}

function hasConfidence(segments: readonly TranscriptSegment[]): boolean {
  return segments.slice(0, 50).some(({ words }) => words.some(({ confidence }) => confidence !== undefined));
}
