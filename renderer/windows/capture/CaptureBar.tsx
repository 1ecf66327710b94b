import { Button, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStopFilled, IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords, useFormat } from '../../messages/index.ts';
import classes from './capture.module.css';
import type { CaptureSession } from './captureSession.ts';
import { LevelMeter } from './LevelMeter.tsx';
import { MicrophoneChoice } from './MicrophoneChoice.tsx';
import { RecordingDot } from './RecordingDot.tsx';
import { RecoveredCaptures } from './RecoveredCaptures.tsx';
import { useCapture } from './useCapture.ts';

/** Seen in every view while something is recorded, here or in another window; nothing otherwise. */
export function CaptureBar() {
  const { session, elsewhere } = useCapture();
  return (
    <>
      <CaptureAnnouncer session={session} />
      {session && <OwnCapture session={session} />}
      {!session && elsewhere && <OtherCapture />}
      <RecoveredCaptures />
    </>
  );
}

/** So quiet for so long is no room, but a microphone that is off. */
const silence = 0.004;
const silenceMs = 8000;

function OwnCapture({ session }: { session: CaptureSession }) {
  const { t } = useTranslation('capture');
  const { clock, bytes } = useFormat();
  const words = useErrorWords();
  const { stop, discard } = useCapture();
  const { phase, elapsedMs, problem, waitingBytes, trouble } = useSyncExternalStore(
    session.subscribe,
    session.state,
  );
  const isHearing = phase === 'recording';
  const listen = useCallback(
    (onLevel: (level: number) => void) =>
      isHearing ? session.onLevels((levels) => onLevel(Math.max(0, ...levels.values()))) : () => undefined,
    [session, isHearing],
  );
  const isQuiet = useIsQuiet(session, isHearing);
  const isPaused = phase === 'paused';
  return (
    <section className={classes.bar} aria-label={t('bar')}>
      <div className={classes.line}>
        <RecordingDot isPaused={phase !== 'recording'} />
        <Text size="sm" fw={600} component="span">
          {isPaused ? t('paused') : t('running')}
        </Text>
        <span className={classes.time} role="timer">
          {clock(elapsedMs)}
        </span>
        <LevelMeter label={t('level')} listen={listen} isSmall />
        <span className={classes.title} dir="auto" title={session.capture.title}>
          {session.capture.title}
        </span>
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            disabled={phase === 'finishing'}
            onClick={isPaused ? session.resume : session.pause}
          >
            {isPaused ? t('resume') : t('pause')}
          </Button>
          <Button
            size="compact-sm"
            leftSection={<IconPlayerStopFilled size={14} />}
            loading={phase === 'finishing'}
            onClick={stop}
          >
            {t('stop')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} />}
            disabled={phase === 'finishing'}
            onClick={() => discard(session.capture)}
          >
            {t('discard')}
          </Button>
        </div>
      </div>
      <div role="status" className={classes.hints}>
        {trouble !== null && <p>{t('waiting', { size: bytes(waitingBytes) })}</p>}
        {trouble !== null && isOfDisk(trouble) && <p>{words(trouble)}</p>}
        {problem && <p>{t(`problems.${problem}`)}</p>}
        {isQuiet && !problem && <p>{t('tooQuiet')}</p>}
      </div>
      {problem === 'unplugged' && <MicrophoneChoice session={session} />}
    </section>
  );
}

function isOfDisk(error: unknown): boolean {
  return (error as { code?: string }).code === 'storage_full';
}

function OtherCapture() {
  const { t } = useTranslation('capture');
  const { elsewhere, keep, discard } = useCapture();
  if (!elsewhere) return null;
  return (
    <section className={classes.bar} aria-label={t('bar')}>
      <div className={classes.line}>
        <RecordingDot isPaused={elsewhere.state === 'paused'} />
        <Text size="sm" fw={600} component="span">
          {t('elsewhere')}
        </Text>
        <span className={classes.title} dir="auto">
          {elsewhere.title}
        </span>
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlayerStopFilled size={14} />}
            onClick={() => void keep(elsewhere)}
          >
            {t('finish.save')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => discard(elsewhere)}>
            {t('discard')}
          </Button>
        </div>
      </div>
    </section>
  );
}

function useIsQuiet(session: CaptureSession, isRecording: boolean): boolean {
  const [isQuiet, setQuiet] = useState(false);
  useEffect(() => {
    setQuiet(false);
    if (!isRecording) return;
    let since = Date.now();
    return session.onLevels((levels) => {
      if (Math.max(0, ...levels.values()) > silence) since = Date.now();
      setQuiet(Date.now() - since > silenceMs);
    });
  }, [session, isRecording]);
  return isQuiet;
}

/** Tells who does not see it that recording begins, waits and ends. */
function CaptureAnnouncer({ session }: { session: CaptureSession | null }) {
  const { t } = useTranslation('capture');
  const [words, setWords] = useState('');
  useEffect(() => {
    if (!session) return;
    setWords(t('announced.recording'));
    let before = session.state().phase;
    const unsubscribe = session.subscribe(() => {
      const { phase } = session.state();
      if (phase === before) return;
      before = phase;
      setWords(t(`announced.${phase === 'recording' ? 'resumed' : phase}`));
    });
    return () => {
      unsubscribe();
      setWords(t('announced.stopped'));
    };
  }, [session, t]);
  return (
    <div role="status" className={classes.hidden}>
      {words}
    </div>
  );
}
