import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, Group, Text, Textarea, Tooltip } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../../../../frame/shortcutKeys.ts';
import classes from './transcript.module.css';

interface SegmentEditorProps {
  segment: TranscriptSegment;
  /** Keeps the words; then leaves, or goes on with the one beside it. @returns whether they were kept */
  onSave(text: string, then: 'leave' | 'next' | 'previous'): Promise<boolean>;
  onLeave(): void;
  onHear(): void;
}

/** A segment's words in a field, at its place. */
export function SegmentEditor({ segment, onSave, onLeave, onHear }: SegmentEditorProps) {
  const { t } = useTranslation(['recording', 'common']);
  const [text, setText] = useState(segment.text);
  const [isSaving, setSaving] = useState(false);

  async function save(then: 'leave' | 'next' | 'previous'): Promise<void> {
    if (isSaving) return;
    setSaving(true);
    // What could not be kept stays to be tried again.
    if (!(await onSave(text.replace(/\s+/g, ' ').trim(), then))) setSaving(false);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') onLeave();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onHear();
    else if (event.key === 'Enter') void save('leave');
    else if (event.key === 'Tab') void save(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={classes.editor}>
      <Textarea
        aria-label={t('edit.label')}
        aria-describedby="segment-editor-keys"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        autosize
        minRows={1}
        maxRows={12}
        maxLength={20_000}
        dir="auto"
        readOnly={isSaving}
        autoFocus
        onFocus={({ currentTarget }) =>
          currentTarget.setSelectionRange(currentTarget.value.length, currentTarget.value.length)
        }
      />
      <Group justify="space-between" gap="xs" mt={6}>
        <Text size="xs" c="dimmed" id="segment-editor-keys">
          {text.trim() === '' ? t('edit.emptied') : t('edit.keys')}
        </Text>
        <Group gap={6} wrap="nowrap">
          <Tooltip label={`${t('edit.hear')} (${shortcutKeys('mod+enter').join(' ')})`}>
            <ActionIcon variant="default" aria-label={t('edit.hear')} onClick={onHear}>
              <IconEar size={16} />
            </ActionIcon>
          </Tooltip>
          <Button size="compact-sm" variant="default" onClick={onLeave}>
            {t('common:cancel')}
          </Button>
          <Button size="compact-sm" loading={isSaving} onClick={() => void save('leave')}>
            {t('common:save')}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
