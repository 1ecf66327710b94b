import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, Loader, Menu, Popover, Slider, Text, Tooltip } from '@mantine/core';
import {
  IconListDetails,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconRewindForward10,
  IconVolume,
  IconVolume3,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../../../../frame/shortcutKeys.ts';
import { useErrorWords, useFormat } from '../../../../messages/index.ts';
import type { TimeRange } from '../transcript/marksInTime.ts';
import { useOpenRecording } from '../useRecording.ts';
import classes from './player.module.css';
import type { Player } from './player.ts';
import { playerShortcuts, rates, skipMs } from './playerKeys.ts';
import { usePlayerState, usePosition } from './usePlayer.ts';
import { Waveform } from './Waveform.tsx';

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
            onClick={() => player.skip(-skipMs)}
            icon={<IconRewindBackward10 size={19} stroke={1.7} />}
          />
          <Tooltip label={withKeys(isPlaying ? t('player.pause') : t('player.play'), playerShortcuts.toggle)}>
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

function withKeys(label: string, ...shortcuts: string[]): string {
  return `${label} (${shortcuts.map((shortcut) => shortcutKeys(shortcut).join(' ')).join(', ')})`;
}

interface ControlProps {
  label: string;
  keys: string;
  icon: ReactNode;
  onClick(): void;
}

function Control({ label, keys, icon, onClick }: ControlProps) {
  return (
    <Tooltip label={withKeys(label, keys)} openDelay={400}>
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

function Chapters({ player }: { player: Player }) {
  const { t } = useTranslation('recording');
  const { clock } = useFormat();
  const { recording } = useOpenRecording();
  return (
    <Menu position="top-end" shadow="md" withinPortal>
      <Menu.Target>
        <Tooltip label={t('player.chapters')} openDelay={400}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('player.chapters')}>
            <IconListDetails size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={360} maw={360} style={{ overflowY: 'auto' }}>
        {recording.chapters.map(({ startMs, title }) => (
          <Menu.Item
            key={`${startMs} ${title}`}
            rightSection={<span className={classes.clock}>{clock(startMs)}</span>}
            onClick={() => player.seek(startMs)}
          >
            <bdi>{title}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Rate({ player }: { player: Player }) {
  const { t } = useTranslation('recording');
  const { number } = useFormat();
  const { rate } = usePlayerState(player);
  const words = (one: number) => `${number(one)}×`;
  return (
    <Menu position="top-end" shadow="md" withinPortal>
      <Menu.Target>
        <Tooltip
          label={withKeys(t('player.rate'), playerShortcuts.slower, playerShortcuts.faster)}
          openDelay={400}
        >
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            className={classes.rate}
            aria-label={t('player.rateIs', { rate: words(rate) })}
          >
            {words(rate)}
          </Button>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {rates.map((one) => (
          <Menu.Item
            key={one}
            role="menuitemradio"
            aria-checked={one === rate}
            fw={one === rate ? 700 : undefined}
            onClick={() => player.setRate(one)}
          >
            {words(one)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Volume({ player }: { player: Player }) {
  const { t } = useTranslation('recording');
  const { share } = useFormat();
  const { volume, isMuted } = usePlayerState(player);
  const isSilent = isMuted || volume === 0;
  return (
    <Popover position="top-end" shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={withKeys(t('player.volume'), playerShortcuts.mute)} openDelay={400}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('player.volume')}>
            {isSilent ? <IconVolume3 size={18} /> : <IconVolume size={18} />}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.volume}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={isSilent ? t('player.unmute') : t('player.mute')}
            onClick={() => player.setMuted(!isMuted)}
          >
            {isSilent ? <IconVolume3 size={18} /> : <IconVolume size={18} />}
          </ActionIcon>
          <Slider
            flex={1}
            min={0}
            max={1}
            step={0.05}
            label={share}
            thumbLabel={t('player.volume')}
            value={isMuted ? 0 : volume}
            onChange={player.setVolume}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
