import type { ConversationSummary } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, CloseButton, Kbd, Loader, Text, TextInput, Tooltip } from '@mantine/core';
import { IconEdit, IconLayoutSidebar, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { shortcutKeys } from '../../frame/shortcutKeys.ts';
import { useErrorWords } from '../../messages/index.ts';
import { ConversationRow } from './ConversationRow.tsx';
import classes from './chat.module.css';
import { dayGroupOf, dayGroups } from './dayGroups.ts';
import { chatShortcuts } from './shortcuts.ts';
import type { ConversationPages } from './useConversationList.ts';

interface ConversationListProps {
  pages: ConversationPages;
  query: string;
  onQuery(query: string): void;
  searchRef: Ref<HTMLInputElement>;
  openId: string | null;
  /** Conversations in which an answer is being written. */
  answeringIds: ReadonlySet<string>;
  renamingId: string | null;
  onOpen(conversation: ConversationSummary): void;
  onNew(): void;
  onStartRename(id: string | null): void;
  onRename(id: string, title: string): void;
  onDelete(conversation: ConversationSummary): void;
}

export function ConversationList(props: ConversationListProps) {
  const { pages, query, onQuery, searchRef, onNew } = props;
  const { t } = useTranslation(['chat', 'common']);
  const words = useErrorWords();
  const { conversations, hasMore, isLoading, error, loadMore, reload } = pages;
  const end = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!hasMore || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) loadMore();
      },
      { root: list.current, rootMargin: '400px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, loadMore]);

  const isSearching = query.trim() !== '';
  const now = Date.now();
  const groups = isSearching
    ? [{ name: null, items: conversations }]
    : dayGroups
        .map((name) => ({
          name,
          items: conversations.filter(({ updatedAt }) => dayGroupOf(updatedAt, now) === name),
        }))
        .filter(({ items }) => items.length > 0);

  return (
    <nav className={classes.list} aria-label={t('conversations.label')}>
      <div className={classes.listHead}>
        <Tooltip label={<ShortcutLabel shortcut={chatShortcuts.newChat} />} position="right">
          <Button
            variant="light"
            fullWidth
            justify="flex-start"
            leftSection={<IconEdit size={17} aria-hidden />}
            onClick={onNew}
          >
            {t('newChat')}
          </Button>
        </Tooltip>
        <TextInput
          ref={searchRef}
          type="search"
          size="sm"
          aria-label={t('conversations.search')}
          placeholder={t('conversations.search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          rightSection={
            isSearching && (
              <CloseButton size="sm" aria-label={t('conversations.clear')} onClick={() => onQuery('')} />
            )
          }
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query !== '') {
              event.stopPropagation();
              onQuery('');
            } else if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('[data-conversation]')?.focus();
            }
          }}
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside */}
      <div ref={list} className={classes.listRows} onKeyDown={moveByArrows}>
        {error !== null && <ErrorNotice message={words(error)} onRetry={reload} />}
        {groups.map(({ name, items }) => (
          <section key={name ?? 'found'} aria-label={name === null ? undefined : t(`conversations.${name}`)}>
            {name !== null && <h2 className={classes.dayGroup}>{t(`conversations.${name}`)}</h2>}
            <ul className={classes.rows}>
              {items.map((conversation) => (
                <ConversationRow
                  key={conversation.id}
                  conversation={conversation}
                  isOpen={conversation.id === props.openId}
                  isAnswering={props.answeringIds.has(conversation.id)}
                  isRenaming={conversation.id === props.renamingId}
                  onOpen={props.onOpen}
                  onStartRename={props.onStartRename}
                  onRename={props.onRename}
                  onDelete={props.onDelete}
                />
              ))}
            </ul>
          </section>
        ))}
        {conversations.length === 0 && !isLoading && error === null && (
          <Text size="sm" c="dimmed" px="sm" py="xs">
            {isSearching ? t('conversations.notFound') : t('conversations.none')}
          </Text>
        )}
        {isLoading && conversations.length === 0 && (
          <Loader size="sm" type="dots" m="sm" aria-label={t('common:loading')} />
        )}
        {hasMore && (
          <div ref={end}>
            <Button variant="subtle" color="gray" size="compact-sm" fullWidth onClick={loadMore}>
              {t('conversations.more')}
            </Button>
          </div>
        )}
      </div>
    </nav>
  );
}

/** Shown in a tooltip: the keys of a command. */
export function ShortcutLabel({ label, shortcut }: { label?: string; shortcut: string }) {
  return (
    <span className={classes.shortcut}>
      {label}
      {shortcutKeys(shortcut).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
}

function moveByArrows(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const target = event.target as HTMLElement;
  if (step === 0 || !target.matches('[data-conversation]')) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-conversation]')];
  rows[rows.indexOf(target) + step]?.focus();
}

export function ListToggle({ isShown, onToggle }: { isShown: boolean; onToggle(): void }) {
  const { t } = useTranslation('chat');
  const label = isShown ? t('conversations.hide') : t('conversations.show');
  return (
    <Tooltip label={<ShortcutLabel label={label} shortcut={chatShortcuts.toggleList} />}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} aria-expanded={isShown} onClick={onToggle}>
        <IconLayoutSidebar size={19} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
