import {
  IconGauge,
  IconPlayerPause,
  IconPlayerPlay,
  IconRewindBackward10,
  IconRewindForward10,
  IconVolume,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../../../frame/commands.ts';
import { useOpenRecording } from '../useRecording.ts';
import { nextRate, playerShortcuts, skipMs } from './playerKeys.ts';
import { usePlayerState } from './usePlayer.ts';

const icon = { size: 18, 'aria-hidden': true } as const;

/** The player, for the command palette. Its keys hold in its own panel alone. */
export function PlayerCommands() {
  const { t } = useTranslation('recording');
  const { player } = useOpenRecording();
  const { isPlaying, rate, isMuted } = usePlayerState(player);
  const common = { group: 'actions', isShortcutShownOnly: true } as const;
  useCommand({
    ...common,
    id: 'recording.toggle',
    label: isPlaying ? t('player.pause') : t('player.play'),
    shortcut: playerShortcuts.toggle,
    icon: isPlaying ? <IconPlayerPause {...icon} /> : <IconPlayerPlay {...icon} />,
    run: player.toggle,
  });
  useCommand({
    ...common,
    id: 'recording.back',
    label: t('player.back'),
    shortcut: playerShortcuts.back,
    icon: <IconRewindBackward10 {...icon} />,
    run: () => player.skip(-skipMs),
  });
  useCommand({
    ...common,
    id: 'recording.forward',
    label: t('player.forward'),
    shortcut: playerShortcuts.forward,
    icon: <IconRewindForward10 {...icon} />,
    run: () => player.skip(skipMs),
  });
  useCommand({
    ...common,
    id: 'recording.slower',
    label: t('player.slower'),
    shortcut: playerShortcuts.slower,
    icon: <IconGauge {...icon} />,
    run: () => player.setRate(nextRate(rate, -1)),
  });
  useCommand({
    ...common,
    id: 'recording.faster',
    label: t('player.faster'),
    shortcut: playerShortcuts.faster,
    icon: <IconGauge {...icon} />,
    run: () => player.setRate(nextRate(rate, 1)),
  });
  useCommand({
    ...common,
    id: 'recording.mute',
    label: isMuted ? t('player.unmute') : t('player.mute'),
    shortcut: playerShortcuts.mute,
    icon: <IconVolume {...icon} />,
    run: () => player.setMuted(!isMuted),
  });
  return null;
}
