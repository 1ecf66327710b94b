import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Button, Group } from '@mantine/core';
import { IconCheck, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenRecording } from '../useRecording.ts';
import classes from './speakers.module.css';

interface SuggestionQuestionProps {
  speaker: RecordingSpeaker;
  onHear(speaker: RecordingSpeaker): void;
}

/** A voice that may be somebody known: asked, never decided. */
export function SuggestionQuestion({ speaker, onHear }: SuggestionQuestionProps) {
  const { t } = useTranslation('recording');
  const { actions } = useOpenRecording();
  const [isAnswering, setAnswering] = useState(false);
  const { suggestion } = speaker;
  if (!suggestion) return null;
  const answer = (isRight: boolean) => {
    setAnswering(true);
    void actions.answerSuggestion({ speaker: speaker.number, isRight }).then(() => setAnswering(false));
  };
  return (
    <div className={classes.question} role="status">
      <p>{t('suggestion.ask', { speaker: speaker.name, name: suggestion.name })}</p>
      <Group gap={6} wrap="nowrap">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => onHear(speaker)}
        >
          {t('suggestion.hear')}
        </Button>
        <Button
          size="compact-sm"
          leftSection={<IconCheck size={14} aria-hidden />}
          loading={isAnswering}
          onClick={() => answer(true)}
        >
          {t('suggestion.yes')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconX size={14} aria-hidden />}
          disabled={isAnswering}
          onClick={() => answer(false)}
        >
          {t('suggestion.no')}
        </Button>
      </Group>
    </div>
  );
}
