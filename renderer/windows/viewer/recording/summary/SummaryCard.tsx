import type { RecordingSummary, SummaryLine } from '@adiuva/contracts/rpc';
import { ActionIcon, Badge, Button, Group, Menu, Text, Title } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCopy,
  IconDotsVertical,
  IconPlayerPlayFilled,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../../../components/copyText.ts';
import { useNotices } from '../../../../frame/notices.tsx';
import { useFormat } from '../../../../messages/index.ts';
import { useTemplateName } from '../../../settings/recordings/useTemplateName.ts';
import { useOpenRecording } from '../useRecording.ts';
import classes from './summary.module.css';
import { summaryAsText } from './summaryAsText.ts';

interface SummaryCardProps {
  summary: RecordingSummary;
  canMake: boolean;
  onMake(): void;
  onRemove(): void;
}

const icon = { size: 16, 'aria-hidden': true } as const;

/** One summary: its sections, and each line's way to what it rests on. */
export function SummaryCard({ summary, canMake, onMake, onRemove }: SummaryCardProps) {
  const { t } = useTranslation(['recording', 'common']);
  const { dateTime, clock } = useFormat();
  const { tell } = useNotices();
  const nameOf = useTemplateName();
  const name = nameOf({ id: summary.templateId, name: summary.templateName });
  const copy = () =>
    void copyText(summaryAsText(summary, clock)).then((isCopied) => isCopied && tell(t('common:copied')));
  return (
    <article aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={3} size="h5">
            {name}
          </Title>
          <Text size="xs" c="dimmed">
            {t('summary.madeBy', { model: summary.model, time: dateTime(summary.createdAt) })}
          </Text>
        </div>
        <Menu position="bottom-end" shadow="md" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('summary.menuOf', { name })}>
              <IconDotsVertical size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={copy}>
              {t('common:copy')}
            </Menu.Item>
            <Menu.Item leftSection={<IconRefresh {...icon} />} disabled={!canMake} onClick={onMake}>
              {t('summary.again')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...icon} />} color="red" onClick={onRemove}>
              {t('summary.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {summary.isStale && (
        <div className={classes.stale} role="status">
          <span>{t('summary.stale')}</span>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconRefresh size={13} aria-hidden />}
            disabled={!canMake}
            onClick={onMake}
          >
            {t('summary.again')}
          </Button>
        </div>
      )}
      {summary.sections.map(({ title, lines }) => (
        <section key={title} aria-label={title}>
          <h4 className={classes.heading}>{title}</h4>
          {lines.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('summary.nothing')}
            </Text>
          ) : (
            <ul className={classes.lines}>
              {lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have an order and no other identity
                <Line key={index} line={line} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </article>
  );
}

/** What a line rests on, of which so many places are shown. */
const mostChips = 6;

function Line({ line }: { line: SummaryLine }) {
  const { t } = useTranslation('recording');
  const { clock } = useFormat();
  const { player } = useOpenRecording();
  const { text, evidence, isSupported, owner, due } = line;
  return (
    <li className={classes.line} data-unsupported={!isSupported || undefined}>
      <span dir="auto">{text}</span>
      {(owner || due) && (
        <span className={classes.todo}>
          {owner && (
            <Badge size="sm" variant="light" color="gray">
              {t('summary.owner', { name: owner })}
            </Badge>
          )}
          {due && (
            <Badge size="sm" variant="light" color="gray">
              {t('summary.due', { date: due })}
            </Badge>
          )}
        </span>
      )}
      <span className={classes.chips}>
        {evidence.slice(0, mostChips).map(({ segmentId, startMs }) => (
          <button
            key={segmentId}
            type="button"
            className={classes.chip}
            aria-label={t('playFrom', { time: clock(startMs) })}
            title={t('playFrom', { time: clock(startMs) })}
            onClick={() => player.playFrom(startMs)}
          >
            <IconPlayerPlayFilled size={9} aria-hidden />
            {clock(startMs)}
          </button>
        ))}
      </span>
      {!isSupported && (
        <span className={classes.unsupported}>
          <IconAlertTriangle size={13} aria-hidden />
          {t('summary.unsupported')}
        </span>
      )}
    </li>
  );
}
