import { ActionIcon, CloseButton, Loader, RingProgress, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconAt,
  IconDatabase,
  IconFile,
  IconFileText,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../../messages/index.ts';
import classes from './chat.module.css';
import type { AttachmentItem, ScopeItem } from './session/drafts.ts';

interface ScopeChipsProps {
  scope: readonly ScopeItem[];
  onRemove(item: ScopeItem): void;
}

/** What alone will be asked. */
export function ScopeChips({ scope, onRemove }: ScopeChipsProps) {
  const { t } = useTranslation('chat');
  return (
    <ul className={classes.chips} aria-label={t('scope.label')}>
      <li aria-hidden className={classes.chipsSign}>
        <IconAt size={15} />
      </li>
      {scope.map((item) => (
        <li key={item.kind === 'document' ? item.documentId : item.name} className={classes.chip}>
          {item.kind === 'document' ? (
            <IconFileText size={14} aria-hidden />
          ) : (
            <IconDatabase size={14} aria-hidden />
          )}
          <span className={classes.chipName} title={item.name}>
            {item.name}
          </span>
          <CloseButton
            size="xs"
            aria-label={t('scope.remove', { name: item.name })}
            onClick={() => onRemove(item)}
          />
        </li>
      ))}
    </ul>
  );
}

interface AttachmentChipsProps {
  items: readonly AttachmentItem[];
  onRemove(key: string): void;
  onRetry(key: string): void;
}

/** Files that go with the question: how far each is, and what is wrong with it. */
export function AttachmentChips({ items, onRemove, onRetry }: AttachmentChipsProps) {
  const { t } = useTranslation('chat');
  const words = useErrorWords();
  const failed = items.filter(({ state }) => state === 'failed');
  return (
    <div>
      <ul className={classes.chips} aria-label={t('attachments.label')}>
        {items.map(({ key, name, state, fraction, file }) => (
          <li key={key} className={classes.chip} data-failed={state === 'failed'}>
            {state === 'failed' && <IconAlertTriangle size={15} aria-hidden />}
            {state === 'ready' && <IconFile size={15} aria-hidden />}
            {(state === 'sending' || state === 'reading') &&
              (fraction === null ? (
                <Loader size={14} aria-label={t('attachments.progressOf', { name })} />
              ) : (
                <RingProgress
                  size={18}
                  thickness={3}
                  sections={[{ value: fraction * 100, color: 'teal' }]}
                  rootColor="var(--mantine-color-default-border)"
                  role="progressbar"
                  aria-label={t('attachments.progressOf', { name })}
                  aria-valuenow={Math.round(fraction * 100)}
                  aria-valuemin={0}
                  aria-valuemax={100}
                />
              ))}
            <span className={classes.chipName} title={name}>
              {name}
            </span>
            {state === 'failed' && file && (
              <Tooltip label={t('attachments.retry', { name })}>
                <ActionIcon
                  size="xs"
                  variant="subtle"
                  color="gray"
                  aria-label={t('attachments.retry', { name })}
                  onClick={() => onRetry(key)}
                >
                  <IconRefresh size={13} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
            <CloseButton
              size="xs"
              aria-label={t('attachments.remove', { name })}
              onClick={() => onRemove(key)}
            />
          </li>
        ))}
      </ul>
      <div role="status">
        {failed.map(({ key, name, error }) => (
          <Text key={key} size="xs" className={classes.chipError}>
            {t('attachments.failed', { name, reason: words(error) })}
          </Text>
        ))}
        <VisuallyHidden>
          {items
            .filter(({ state }) => state === 'ready')
            .map(({ name }) => t('attachments.ready', { name }))
            .join(' ')}
        </VisuallyHidden>
      </div>
    </div>
  );
}
