import type { Citation, Message } from '@adiuva/contracts/rpc';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowsSplit2,
  IconChevronDown,
  IconCopy,
  IconDots,
  IconPencil,
  IconRefresh,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { memo, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerCard } from './AnswerCard.tsx';
import { viewOfMessage } from './answerView.ts';
import classes from './chat.module.css';
import { ModelPicker } from './ModelPicker.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import type { ModelChoices } from './useModels.ts';
import { VersionWalk } from './VersionWalk.tsx';

export interface MessageActions {
  copy(message: Message): void;
  edit(question: Message): void;
  /** @param model undefined: whoever answers now */
  regenerate(answer: Message, model?: string): void;
  branch(message: Message): void;
  show(messageId: string): void;
}

interface MessageItemProps {
  message: Message;
  versions: readonly Message[];
  isLast: boolean;
  /** An answer is being written: none other can begin. */
  isBusy: boolean;
  choices: ModelChoices;
  actions: MessageActions;
  onCite(citation: Citation): void;
}

/** A question or an answer that is kept, and what can be done with it. */
export const MessageItem = memo(
  function MessageItem(props: MessageItemProps) {
    const { message } = props;
    return (
      <div className={classes.item} data-message={message.id} data-last={props.isLast}>
        {message.role === 'user' ? <Question {...props} /> : <Answer {...props} />}
      </div>
    );
  },
  (before, after) =>
    before.message === after.message &&
    before.versions.length === after.versions.length &&
    before.isLast === after.isLast &&
    before.isBusy === after.isBusy &&
    before.choices.providers.length === after.choices.providers.length &&
    before.choices.defaultModel === after.choices.defaultModel &&
    before.actions === after.actions &&
    before.onCite === after.onCite,
);

function Question({ message, versions, isBusy, actions }: MessageItemProps) {
  const { t } = useTranslation('chat');
  return (
    <QuestionCard text={message.text} scope={message.scope} attachments={message.attachments}>
      <div className={classes.tools}>
        <VersionWalk message={message} versions={versions} onShow={actions.show} />
        <Tool Icon={IconCopy} label={t('message.copyQuestion')} onClick={() => actions.copy(message)} />
        <Tool
          Icon={IconPencil}
          label={t('message.edit')}
          isOff={isBusy}
          onClick={() => actions.edit(message)}
        />
      </div>
    </QuestionCard>
  );
}

function Answer({ message, versions, isBusy, choices, actions, onCite }: MessageItemProps) {
  const { t } = useTranslation('chat');
  const view = useMemo(() => viewOfMessage(message), [message]);
  const retry = useCallback(() => actions.regenerate(message), [actions, message]);
  return (
    <AnswerCard answer={view} onCite={onCite} onRetry={isBusy ? undefined : retry}>
      <div className={classes.tools}>
        <VersionWalk message={message} versions={versions} onShow={actions.show} />
        {message.text !== '' && (
          <Tool Icon={IconCopy} label={t('message.copyAnswer')} onClick={() => actions.copy(message)} />
        )}
        <Tool Icon={IconRefresh} label={t('message.regenerate')} isOff={isBusy} onClick={retry} />
        {choices.providers.length > 0 && (
          <ModelPicker
            choices={choices}
            value={message.model}
            onChoose={(model) => actions.regenerate(message, model ?? choices.defaultModel ?? undefined)}
          >
            {(open) => (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                w={16}
                miw={16}
                title={t('message.regenerateWith')}
                aria-label={t('message.regenerateWith')}
                disabled={isBusy}
                onClick={open}
              >
                <IconChevronDown size={14} aria-hidden />
              </ActionIcon>
            )}
          </ModelPicker>
        )}
        <Menu position="bottom-start" withinPortal shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('message.more')}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
              onClick={() => actions.branch(message)}
            >
              {t('message.branch')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </AnswerCard>
  );
}

interface ToolProps {
  Icon: TablerIcon;
  label: string;
  isOff?: boolean;
  onClick(): void;
}

function Tool({ Icon, label, isOff = false, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={label}
        disabled={isOff}
        onClick={onClick}
      >
        <Icon size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
