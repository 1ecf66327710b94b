import { ActionIcon, Button, FileButton, Text, Textarea, Tooltip } from '@mantine/core';
import {
  IconArrowUp,
  IconAt,
  IconChevronDown,
  IconPaperclip,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../../messages/index.ts';
import { ShortcutLabel } from './ConversationList.tsx';
import classes from './chat.module.css';
import { AttachmentChips, ScopeChips } from './DraftChips.tsx';
import { MentionList, suggestionId } from './MentionList.tsx';
import { ModelPicker } from './ModelPicker.tsx';
import { findMention, withoutMention } from './mention.ts';
import { useChatSession, useDraft } from './session/ChatSession.tsx';
import { chatShortcuts } from './shortcuts.ts';
import { type Suggestion, useMentions } from './useMentions.ts';
import { extractive, type ModelChoices, useModelName } from './useModels.ts';

interface ComposerProps {
  draftKey: string;
  isAnswering: boolean;
  isFollowUp: boolean;
  choices: ModelChoices;
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  openFiles: RefObject<(() => void) | null>;
  onAsk(): void;
  onStop(): void;
  onCancelEdit(): void;
}

/** Where a question is written, with what it is asked of and who answers. */
export function Composer(props: ComposerProps) {
  const { draftKey, isAnswering, isFollowUp, choices, fieldRef, openFiles, onAsk, onStop, onCancelEdit } =
    props;
  const { t } = useTranslation(['chat', 'common']);
  const words = useErrorWords();
  const modelName = useModelName();
  const { files } = useChatSession();
  const [draft, change] = useDraft(draftKey);
  const [caret, setCaret] = useState(0);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const wantedCaret = useRef<number | null>(null);
  const listId = useId();

  const mention = findMention(draft.text, caret);
  const isDismissed = mention !== null && mention.start === dismissedAt;
  const found = useMentions(mention && !isDismissed ? mention.query : null, draft.scope);
  // Words after an @ that name nothing are words.
  const suggestions = found?.length === 0 && mention && /\s/.test(mention.query) ? null : found;
  const activeIndex = Math.min(active, Math.max(0, (suggestions?.length ?? 0) - 1));

  const isWaiting = draft.attachments.some(({ state }) => state !== 'ready');
  const isEmpty = draft.text.trim() === '';

  useLayoutEffect(() => {
    if (wantedCaret.current === null) return;
    fieldRef.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  function write(text: string, at: number): void {
    wantedCaret.current = at;
    setCaret(at);
    change(() => ({ text, error: null }));
  }

  function choose({ item }: Suggestion): void {
    if (!mention) return;
    const rest = withoutMention(draft.text, mention);
    change(({ scope }) => ({ scope: [...scope, item] }));
    write(rest.text, rest.caret);
    setActive(0);
    fieldRef.current?.focus();
  }

  function beginMention(): void {
    const field = fieldRef.current;
    const at = field?.selectionStart ?? draft.text.length;
    const space = at > 0 && !/\s/.test(draft.text[at - 1] ?? '') ? ' ' : '';
    field?.focus();
    setDismissedAt(null);
    write(`${draft.text.slice(0, at)}${space}@${draft.text.slice(at)}`, at + space.length + 1);
  }

  function onListKey(event: KeyboardEvent, listed: readonly Suggestion[]): boolean {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const current = listed[activeIndex];
    if (step !== 0 && listed.length > 0) setActive((activeIndex + step + listed.length) % listed.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && current) choose(current);
    else if (event.key === 'Escape') setDismissedAt(mention?.start ?? null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // What is pressed while an input method is composing belongs to it; 229 is how some say so.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (suggestions && onListKey(event, suggestions)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onAsk();
    } else if (event.key === 'Escape' && isAnswering) {
      event.preventDefault();
      onStop();
    } else if (event.key === 'Escape' && draft.editing) {
      event.preventDefault();
      onCancelEdit();
    } else if (event.key === 'Backspace' && draft.text === '' && draft.scope.length > 0) {
      change(({ scope }) => ({ scope: scope.slice(0, -1) }));
    }
  }

  const shownModel = choices.chosen ?? choices.defaultModel ?? extractive;
  const stopLabel = <ShortcutLabel label={t('composer.stop')} shortcut={chatShortcuts.stop} />;

  return (
    <div className={classes.composer}>
      {suggestions && (
        <MentionList
          id={listId}
          suggestions={suggestions}
          active={activeIndex}
          onActive={setActive}
          onChoose={choose}
        />
      )}
      {draft.error !== null && (
        <Text size="sm" role="alert" className={classes.composerError}>
          {words(draft.error)} {t('composer.notKept')}
        </Text>
      )}
      {draft.editing && (
        <div className={classes.editing}>
          <Text size="xs">{t('composer.editing')}</Text>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onCancelEdit}>
            {t('composer.cancelEdit')}
          </Button>
        </div>
      )}
      <div className={classes.composerBox}>
        {draft.scope.length > 0 && (
          <ScopeChips
            scope={draft.scope}
            onRemove={(item) => {
              change(({ scope }) => ({ scope: scope.filter((one) => one !== item) }));
              fieldRef.current?.focus();
            }}
          />
        )}
        {draft.attachments.length > 0 && (
          <AttachmentChips
            items={draft.attachments}
            onRemove={(key) => {
              files.remove(draftKey, key);
              fieldRef.current?.focus();
            }}
            onRetry={(key) => files.retry(draftKey, key)}
          />
        )}
        <Textarea
          ref={fieldRef}
          variant="unstyled"
          aria-label={t('composer.label')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={suggestions && suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={
            suggestions && suggestions.length > 0 ? suggestionId(listId, activeIndex) : undefined
          }
          placeholder={isFollowUp ? t('composer.followUp') : t('composer.placeholder')}
          classNames={{ input: classes.composerField }}
          value={draft.text}
          autosize
          minRows={1}
          maxRows={10}
          maxLength={20_000}
          onChange={(event) => {
            setCaret(event.currentTarget.selectionStart);
            setActive(0);
            const text = event.currentTarget.value;
            if (!text.includes('@')) setDismissedAt(null);
            change(() => ({ text, error: null }));
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setDismissedAt(mention?.start ?? null)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (pasted.length === 0) return;
            event.preventDefault();
            files.attach(draftKey, pasted);
          }}
        />
        <div className={classes.composerTools}>
          <FileButton multiple onChange={(picked) => files.attach(draftKey, picked)}>
            {({ onClick }) => {
              openFiles.current = onClick;
              return (
                <Tooltip label={t('composer.attach')}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('composer.attach')}
                    onClick={onClick}
                  >
                    <IconPaperclip size={18} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              );
            }}
          </FileButton>
          <Tooltip label={t('composer.mention')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('composer.mention')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={beginMention}
            >
              <IconAt size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <span className={classes.composerHint}>
            {isWaiting && !isEmpty ? t('composer.waitForFiles') : t('composer.hint')}
          </span>
          <ModelPicker choices={choices} value={choices.chosen} onChoose={choices.choose}>
            {(open) => (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                className={classes.modelButton}
                aria-label={t('model.label', { name: modelName(shownModel) })}
                rightSection={<IconChevronDown size={14} aria-hidden />}
                onClick={open}
              >
                {modelName(shownModel)}
              </Button>
            )}
          </ModelPicker>
          {isAnswering ? (
            <Tooltip label={stopLabel}>
              <ActionIcon
                size="lg"
                radius="xl"
                variant="filled"
                color="gray"
                aria-label={t('composer.stop')}
                onClick={onStop}
              >
                <IconPlayerStopFilled size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ) : (
            <Tooltip label={t('composer.send')}>
              <ActionIcon
                size="lg"
                radius="xl"
                variant="filled"
                aria-label={t('composer.send')}
                disabled={isEmpty || isWaiting}
                onClick={onAsk}
              >
                <IconArrowUp size={19} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </div>
    </div>
  );
}
