import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconMaximize } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './picture.module.css';
import type { Player } from './player.ts';

interface MediaPictureProps {
  player: Player;
  isVideo: boolean;
  name: string;
  /** What is seen before it plays. */
  poster: string | null;
  /** Where there is no room for it, it plays on out of sight. */
  isShown: boolean;
}

/** The element that plays: the picture of a video, and nothing to see otherwise. */
export function MediaPicture({ player, isVideo, name, poster, isShown }: MediaPictureProps) {
  const { t } = useTranslation('recording');
  const [isFolded, setFolded] = useState(false);
  const video = useRef<HTMLVideoElement | null>(null);
  const attach = useCallback(
    (element: HTMLVideoElement | HTMLAudioElement | null) => {
      player.attach(element);
      video.current = element instanceof HTMLVideoElement ? element : null;
      return () => player.attach(null);
    },
    [player],
  );
  // biome-ignore lint/a11y/useMediaCaption: what is said stands beside it, word by word
  if (!isVideo) return <audio ref={attach} preload="auto" />;
  return (
    <div className={classes.picture} data-folded={isFolded || undefined} hidden={!isShown}>
      {/* biome-ignore lint/a11y/useMediaCaption: what is said stands beside it, word by word */}
      <video
        ref={attach}
        className={classes.video}
        preload="auto"
        playsInline
        disablePictureInPicture
        poster={poster ?? undefined}
        aria-label={t('picture.label', { name })}
        onClick={player.toggle}
      />
      <div className={classes.tools}>
        {!isFolded && (
          <Tooltip label={t('picture.full')} openDelay={400}>
            <ActionIcon
              variant="filled"
              color="dark"
              aria-label={t('picture.full')}
              onClick={() => void video.current?.requestFullscreen().catch(() => undefined)}
            >
              <IconMaximize size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={isFolded ? t('picture.show') : t('picture.hide')} openDelay={400}>
          <ActionIcon
            variant="filled"
            color="dark"
            aria-expanded={!isFolded}
            aria-label={isFolded ? t('picture.show') : t('picture.hide')}
            onClick={() => setFolded(!isFolded)}
          >
            {isFolded ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
