import { Text, VisuallyHidden } from '@mantine/core';
import { IconDatabase, IconFileText } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './chat.module.css';
import type { Suggestion } from './useMentions.ts';

interface MentionListProps {
  id: string;
  suggestions: readonly Suggestion[];
  active: number;
  onActive(index: number): void;
  onChoose(suggestion: Suggestion): void;
}

export const suggestionId = (listId: string, index: number) => `${listId}-${index}`;

/** Above the field; the focus stays in the field, whose arrow keys move the choice. */
export function MentionList({ id, suggestions, active, onActive, onChoose }: MentionListProps) {
  const { t } = useTranslation('chat');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const groups = (['knowledgeBase', 'document'] as const).map((kind) => ({
    kind,
    label: kind === 'document' ? t('scope.documents') : t('scope.knowledgeBases'),
    items: suggestions
      .map((suggestion, index) => ({ suggestion, index }))
      .filter(({ suggestion: { item } }) => item.kind === kind),
  }));
  return (
    <>
      <VisuallyHidden role="status">
        {suggestions.length === 0 ? t('scope.nothing') : t('scope.count', { count: suggestions.length })}
      </VisuallyHidden>
      {suggestions.length === 0 ? (
        <div className={classes.mentions}>
          <Text size="sm" c="dimmed" p="xs">
            {t('scope.nothing')}
          </Text>
        </div>
      ) : (
        <div
          ref={list}
          id={id}
          role="listbox"
          aria-label={t('scope.suggestions')}
          className={classes.mentions}
        >
          {groups
            .filter(({ items }) => items.length > 0)
            .map(({ kind, label, items }) => (
              // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, not fieldsets
              <div key={kind} role="group" aria-label={label}>
                <div className={classes.mentionGroup} aria-hidden>
                  {label}
                </div>
                {items.map(({ suggestion, index }) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys choose
                  // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
                  <div
                    key={suggestion.id}
                    id={suggestionId(id, index)}
                    data-index={index}
                    role="option"
                    aria-selected={index === active}
                    className={classes.mention}
                    onMouseMove={() => onActive(index)}
                    // The field keeps the focus.
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => onChoose(suggestion)}
                  >
                    {kind === 'document' ? (
                      <IconFileText size={16} aria-hidden />
                    ) : (
                      <IconDatabase size={16} aria-hidden />
                    )}
                    <span className={classes.mentionName}>{suggestion.item.name}</span>
                    <span className={classes.mentionDetail}>
                      {suggestion.count === null
                        ? suggestion.detail
                        : t('scope.documentCount', { count: suggestion.count })}
                    </span>
                  </div>
                ))}
              </div>
            ))}
        </div>
      )}
    </>
  );
}
