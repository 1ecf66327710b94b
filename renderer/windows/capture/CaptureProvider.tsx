import type { Capture } from '@adiuva/contracts/rpc';
import { Text } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useConnectionState } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useApp } from '../../frame/useApp.ts';
import { useFormat } from '../../messages/index.ts';
import { type CaptureSession, startCaptureSession } from './captureSession.ts';
import { FinishDialog } from './FinishDialog.tsx';
import { StartDialog } from './StartDialog.tsx';
import { CaptureContext, type CaptureControl, type StartOptions } from './useCapture.ts';
import { useCaptures } from './useCaptures.ts';
import { useFinished } from './useFinished.ts';

/** Holds the recording of this window: it goes on whichever view is shown. */
export function CaptureProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['capture', 'common']);
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const { fail } = useNotices();
  const { openDocument } = useApp();
  const { clock } = useFormat();
  const modals = useModals();
  const captures = useCaptures();
  const [session, setSession] = useState<CaptureSession | null>(null);
  /** While it begins, what the engine tells of may be our own. */
  const [isStarting, setStarting] = useState(false);
  const [dialog, setDialog] = useState<'start' | 'finish' | null>(null);
  const awaitFinished = useFinished((documentId, title) =>
    openDocument({ documentId, name: title, locator: null }),
  );
  const latest = useRef(session);
  useEffect(() => {
    latest.current = session;
  }, [session]);

  // The engine is back: what waits goes out at once.
  useEffect(() => {
    if (isOpen) latest.current?.retry();
  }, [isOpen]);

  // A window that is closed would take what was not sent with it.
  useEffect(() => {
    if (!session) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [session]);

  const broken = useCallback(
    (error: unknown) => {
      setSession(null);
      setDialog(null);
      fail(error);
    },
    [fail],
  );
  const start = useCallback(
    async (options: StartOptions) => {
      setStarting(true);
      try {
        setSession(await startCaptureSession({ ...options, client, onBroken: broken }));
        setDialog(null);
      } finally {
        setStarting(false);
      }
    },
    [client, broken],
  );
  const finish = useCallback(
    async (title: string) => {
      const own = latest.current;
      if (!own) return;
      setDialog(null);
      try {
        awaitFinished(await own.finish(title));
      } catch (error) {
        fail(error);
      }
      setSession(null);
    },
    [awaitFinished, fail],
  );
  const keep = useCallback(
    async ({ id }: Capture) => {
      try {
        awaitFinished(await client.call('capture.finish', { id }));
      } catch (error) {
        fail(error);
      }
    },
    [client, awaitFinished, fail],
  );
  const discard = useCallback(
    (capture: Capture) => {
      const own = latest.current?.capture.id === capture.id ? latest.current : null;
      const ms = own ? own.state().elapsedMs : capture.durationMs;
      modals.openConfirmModal({
        title: t('discardTitle'),
        children: <Text size="sm">{t('discardText', { time: clock(ms) })}</Text>,
        labels: { confirm: t('common:delete'), cancel: t('common:cancel') },
        confirmProps: { color: 'red' },
        closeButtonProps: { 'aria-label': t('common:close') },
        onConfirm() {
          setDialog(null);
          const done = own ? own.discard() : client.call('capture.discard', { id: capture.id });
          done.catch(fail).finally(() => {
            if (own) setSession(null);
          });
        },
      });
    },
    [client, modals, t, clock, fail],
  );

  const ownId = session?.capture.id;
  const control = useMemo<CaptureControl>(
    () => ({
      session,
      elsewhere: isStarting
        ? null
        : (captures.find(({ id, state }) => id !== ownId && (state === 'recording' || state === 'paused')) ??
          null),
      recovered: captures.filter(({ id, state }) => id !== ownId && state === 'recovered'),
      ask: () => setDialog('start'),
      start,
      stop() {
        latest.current?.pause();
        setDialog('finish');
      },
      finish,
      keep,
      discard,
    }),
    [session, ownId, isStarting, captures, start, finish, keep, discard],
  );
  return (
    <CaptureContext value={control}>
      {children}
      {dialog === 'start' && !session && <StartDialog onClose={() => setDialog(null)} onStart={start} />}
      {dialog === 'finish' && session && (
        <FinishDialog
          session={session}
          onClose={() => {
            setDialog(null);
            session.resume();
          }}
          onSave={(title) => void finish(title)}
          onDiscard={() => discard(session.capture)}
        />
      )}
    </CaptureContext>
  );
}
