import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { ActionIcon, Loader, Text, Tooltip } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconRewindForward10,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords, useFormat } from '../../../../messages/index.ts';
import type { TimeRange } from '../transcript/marksInTime.ts';
import { useOpenRecording } from '../useRecording.ts';
import { Chapters, Rate, Volume } from './PlayerMenus.tsx';
import classes from './player.module.css';
import type { Player } from './player.ts';
import { playerShortcuts, skipMs } from './playerKeys.ts';
import { usePlayerState, usePosition } from './usePlayer.ts';
import { Waveform } from './Waveform.tsx';
import { withKeys } from './withKeys.ts';

interface PlayerBarProps {
  segments: readonly TranscriptSegment[];
  cited: TimeRange | null;
  /** A picture of what is heard, where it has one and is no video. */
  cover: string | null;
}

/** The sound: where it is, and all that can be done with it. */
export function PlayerBar({ segments, cited, cover }: PlayerBarProps) {
  const { t } = useTranslation('recording');
  const { share } = useFormat();
  const words = useErrorWords();
  const { recording, player } = useOpenRecording();
  const { media, loaded, isPlaying, isWaiting, error } = usePlayerState(player);
  const { durationMs, chapters } = recording;
  return (
    <section className={classes.player} aria-label={t('player.label')}>
      {cover !== null && <img src={cover} alt="" className={classes.cover} />}
      <div className={classes.main}>
        <Waveform segments={segments} cited={cited} />
        <div className={classes.controls}>
          <Control
            label={t('player.back')}
            keys={playerShortcuts.back}
            more={withKeys(t('player.step'), playerShortcuts.stepBack)}
            onClick={() => player.skip(-skipMs)}
            icon={<IconRewindBackward10 size={19} stroke={1.7} />}
          />
          <Tooltip
            label={withKeys(isPlaying ? t('player.pause') : t('player.play'), ...playerShortcuts.toggles)}
          >
            <ActionIcon
              size={38}
              radius="xl"
              variant="filled"
              aria-label={isPlaying ? t('player.pause') : t('player.play')}
              onClick={player.toggle}
            >
              {isPlaying && isWaiting ? (
                <Loader size={16} color="currentColor" />
              ) : isPlaying ? (
                <IconPlayerPauseFilled size={18} />
              ) : (
                <IconPlayerPlayFilled size={18} />
              )}
            </ActionIcon>
          </Tooltip>
          <Control
            label={t('player.forward')}
            keys={playerShortcuts.forward}
            more={withKeys(t('player.step'), playerShortcuts.stepForward)}
            onClick={() => player.skip(skipMs)}
            icon={<IconRewindForward10 size={19} stroke={1.7} />}
          />
          <Clock player={player} durationMs={durationMs} />
          <div className={classes.rest}>
            {media === 'loading' && (
              <Text size="xs" c="dimmed" role="status">
                {t('player.loading', { share: share(loaded) })}
              </Text>
            )}
            {chapters.length > 0 && <Chapters player={player} />}
            <Rate player={player} />
            <Volume player={player} />
          </div>
        </div>
        {media === 'failed' && (
          <Text size="sm" c="red" role="alert">
            {error === null ? t('player.unplayable') : words(error)}
          </Text>
        )}
      </div>
    </section>
  );
}

interface ControlProps {
  label: string;
  keys: string;
  /** What another key does in this direction. */
  more: string;
  icon: ReactNode;
  onClick(): void;
}

function Control({ label, keys, more, icon, onClick }: ControlProps) {
  return (
    <Tooltip label={`${withKeys(label, keys)}, ${more}`} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);

function Clock({ player, durationMs }: { player: Player; durationMs: number }) {
  const { clock } = useFormat();
  const seconds = usePosition(player, toSeconds);
  return (
    <span className={classes.clock}>
      {clock(seconds * 1000)}
      <span className={classes.length}> / {clock(durationMs)}</span>
    </span>
  );
}
