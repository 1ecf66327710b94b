import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Button } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../messages/index.ts';
import { SpeakerBadge, speakerStyle } from './SpeakerBadge.tsx';
import { SpeakerMenu, type SpeakerMenuActions } from './SpeakerMenu.tsx';
import classes from './speakers.module.css';

interface SpeakerBarProps {
  speakers: readonly RecordingSpeaker[];
  /** Whose words are shown; empty shows all. */
  shown: ReadonlySet<number>;
  onToggle(speaker: RecordingSpeaker): void;
  onShowAll(): void;
  actions: SpeakerMenuActions;
}

/** Who speaks, and how much of it; pressing one shows what they say. */
export function SpeakerBar({ speakers, shown, onToggle, onShowAll, actions }: SpeakerBarProps) {
  const { t } = useTranslation('recording');
  const { share, duration } = useFormat();
  const all = speakers.reduce((sum, { speechMs }) => sum + speechMs, 0);
  return (
    <ul className={classes.bar} aria-label={t('speakers.label')}>
      {speakers.map((speaker) => {
        const isShown = shown.has(speaker.number);
        const part = all > 0 ? speaker.speechMs / all : 0;
        return (
          <li
            key={speaker.number}
            className={classes.chip}
            data-shown={isShown || undefined}
            data-hidden={(shown.size > 0 && !isShown) || undefined}
            style={speakerStyle(speaker.number)}
          >
            <button
              type="button"
              className={classes.who}
              aria-pressed={isShown}
              title={t('speakers.filter', { name: speaker.name, time: duration(speaker.speechMs) })}
              onClick={() => onToggle(speaker)}
            >
              <SpeakerBadge speaker={speaker} />
              <bdi className={classes.name}>{speaker.name}</bdi>
              <span className={classes.share}>{share(part)}</span>
            </button>
            <SpeakerMenu speaker={speaker} others={speakers.length - 1} actions={actions}>
              <button
                type="button"
                className={classes.more}
                aria-label={t('speakers.menuOf', { name: speaker.name })}
              >
                <IconDotsVertical size={14} aria-hidden />
              </button>
            </SpeakerMenu>
          </li>
        );
      })}
      {shown.size > 0 && (
        <li>
          <Button size="compact-sm" variant="subtle" onClick={onShowAll}>
            {t('speakers.showAll')}
          </Button>
        </li>
      )}
    </ul>
  );
}
