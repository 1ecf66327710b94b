import type { Locator } from '@adiuva/contracts';
import type { Recording } from '@adiuva/contracts/rpc';
import { Center, Loader } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { MediaPicture } from './player/MediaPicture.tsx';
import { PlayerBar } from './player/PlayerBar.tsx';
import { PlayerCommands } from './player/PlayerCommands.tsx';
import { usePlayer } from './player/usePlayer.ts';
import { usePlayerKeys } from './player/usePlayerKeys.ts';
import classes from './recording.module.css';
import { SummaryTab } from './summary/SummaryTab.tsx';
import type { TimeRange } from './transcript/marksInTime.ts';
import { TranscriptTab } from './transcript/TranscriptTab.tsx';
import { useCover } from './useCover.ts';
import { RecordingContext, type RecordingQuery, useRecording } from './useRecording.ts';

interface RecordingViewProps {
  documentId: string;
  name: string;
  locator: Locator | null;
  /** Another object asks to be brought to its place again. */
  wish: unknown;
  /** `other` shows what is given as children; the sound goes on. */
  tab: 'transcript' | 'summary' | 'other';
  children: ReactNode;
}

/** A recording: its words beside its sound. */
export function RecordingView(props: RecordingViewProps) {
  const { t } = useTranslation('viewer');
  const query = useRecording(props.documentId);
  const { recording, error, reload } = query;
  if (props.tab === 'other' && !recording) return props.children;
  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!recording)
    return (
      <Center p="xl">
        <Loader size="sm" aria-label={t('loading')} />
      </Center>
    );
  return <LoadedRecording {...props} {...query} recording={recording} />;
}

interface LoadedProps extends RecordingViewProps, RecordingQuery {
  recording: Recording;
}

const coverSize = 1280;

function LoadedRecording(props: LoadedProps) {
  const { recording, transcript, actions, locator, wish, tab, name } = props;
  const panel = useRef<HTMLDivElement>(null);
  const player = usePlayer(recording.documentId, recording.durationMs);
  const cover = useCover(recording.documentId, coverSize);
  usePlayerKeys(player, panel);
  useSyncExternalStore(transcript.subscribe, transcript.version);
  const segments = transcript.segments();

  // Another wish for the same place goes there again.
  const cited = useMemo<(TimeRange & { wish: unknown }) | null>(
    () => (locator?.kind === 'time' ? { startMs: locator.startMs, endMs: locator.endMs, wish } : null),
    [locator, wish],
  );
  // It is there to be heard, and heard only when the person says so.
  useEffect(() => {
    if (!cited) return;
    if (player.state().isPlaying) player.pause();
    player.seek(cited.startMs);
  }, [cited, player]);

  const open = useMemo(
    () => ({ recording, transcript, actions, player }),
    [recording, transcript, actions, player],
  );
  const isVideo = recording.mediaType.startsWith('video/');
  return (
    <RecordingContext value={open}>
      <div ref={panel} className={classes.recording}>
        <MediaPicture
          player={player}
          isVideo={isVideo}
          name={name}
          poster={cover}
          isShown={tab !== 'other'}
        />
        <div className={classes.content}>
          {tab === 'transcript' && (
            <TranscriptTab key={recording.documentId} segments={segments} cited={cited} />
          )}
          {tab === 'summary' && <SummaryTab documentId={recording.documentId} />}
          {tab === 'other' && props.children}
        </div>
        <PlayerBar segments={segments} cited={cited} cover={isVideo ? null : cover} />
        <PlayerCommands />
      </div>
    </RecordingContext>
  );
}
