import { ActionIcon, Button, Menu, Popover, Slider, Tooltip } from '@mantine/core';
import { IconListDetails, IconVolume, IconVolume3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../messages/index.ts';
import { useOpenRecording } from '../useRecording.ts';
import classes from './player.module.css';
import type { Player } from './player.ts';
import { playerShortcuts, rates } from './playerKeys.ts';
import { usePlayerState } from './usePlayer.ts';
import { withKeys } from './withKeys.ts';

/** The chapters that the file itself has. */
export function Chapters({ player }: { player: Player }) {
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

/** How fast it plays. */
export function Rate({ player }: { player: Player }) {
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

/** How loud it plays. */
export function Volume({ player }: { player: Player }) {
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
