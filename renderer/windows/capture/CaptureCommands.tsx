import {
  IconMicrophone,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
} from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../frame/commands.ts';
import type { CaptureSession } from './captureSession.ts';
import { useCapture } from './useCapture.ts';

const icon = { size: 18, 'aria-hidden': true } as const;

/** Recording from the command palette, in every view. */
export function CaptureCommands() {
  const { t } = useTranslation('capture');
  const { session, ask } = useCapture();
  useCommand(
    session
      ? null
      : {
          id: 'capture.start',
          label: t('start'),
          group: 'actions',
          shortcut: captureShortcut,
          icon: <IconMicrophone {...icon} />,
          run: ask,
        },
  );
  return session && <SessionCommands session={session} />;
}

export const captureShortcut = 'mod+alt+R';

function SessionCommands({ session }: { session: CaptureSession }) {
  const { t } = useTranslation('capture');
  const { stop, discard } = useCapture();
  const { phase } = useSyncExternalStore(session.subscribe, session.state);
  const isPaused = phase === 'paused';
  const common = { group: 'actions' } as const;
  useCommand({
    ...common,
    id: 'capture.pause',
    label: `${t('title')}: ${isPaused ? t('resume') : t('pause')}`,
    icon: isPaused ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />,
    run: isPaused ? session.resume : session.pause,
  });
  useCommand({
    ...common,
    id: 'capture.stop',
    label: `${t('title')}: ${t('stop')}`,
    shortcut: captureShortcut,
    icon: <IconPlayerStop {...icon} />,
    run: stop,
  });
  useCommand({
    ...common,
    id: 'capture.discard',
    label: `${t('title')}: ${t('discard')}`,
    icon: <IconTrash {...icon} />,
    run: () => discard(session.capture),
  });
  return null;
}
