import type { AuditEntry } from '@adiuva/contracts/rpc';
import { Button, SegmentedControl, Skeleton, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useNotices } from '../../../frame/notices.tsx';
import { useFormat } from '../../../messages/index.ts';
import classes from '../settings.module.css';

const kinds = ['all', 'sent', 'change', 'refused'] as const;
type Kind = (typeof kinds)[number];
const pageSize = 50;

/** What was done in the library, what left this machine, and what was refused; the newest first. */
export function AuditLog() {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { dateTime, bytes } = useFormat();
  const actionWords = useActionWords();
  const [kind, setKind] = useState<Kind>('all');
  const [more, setMore] = useState<{ entries: readonly AuditEntry[]; next: string | null } | null>(null);
  const filter = kind === 'all' ? {} : { kind };
  const { data, error, reload } = useQuery('audit.list', { ...filter, limit: pageSize });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first page has another rest
  useEffect(() => setMore(null), [data]);

  const entries = [...(data?.entries ?? []), ...(more?.entries ?? [])];
  const next = more ? more.next : (data?.next ?? null);
  const showMore = (after: string) =>
    void client
      .call('audit.list', { ...filter, limit: pageSize, after })
      .then(
        (page) =>
          setMore((before) => ({ entries: [...(before?.entries ?? []), ...page.entries], next: page.next })),
        fail,
      );

  return (
    <>
      <SegmentedControl
        aria-label={t('audit.show')}
        w="fit-content"
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={kinds.map((value) => ({ value, label: t(`audit.kinds.${value}`) }))}
      />
      {error && <ErrorNotice message={error} onRetry={reload} />}
      {!data && !error && <Skeleton height={120} aria-label={t('common:loading')} />}
      {data && entries.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(`audit.empty.${kind}`)}
        </Text>
      )}
      {entries.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table fz="sm" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('audit.when')}</Table.Th>
                <Table.Th>{t('audit.what')}</Table.Th>
                <Table.Th>{t('audit.which')}</Table.Th>
                <Table.Th>{t('audit.who')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr key={entry.id}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{dateTime(entry.at)}</Table.Td>
                  <Table.Td>
                    {actionWords(entry.action)}
                    {entry.kind === 'refused' && ` (${t('audit.refused')})`}
                  </Table.Td>
                  <Table.Td className={classes.path}>
                    {entry.subject}
                    {entry.bytes !== undefined && ` · ${bytes(entry.bytes)}`}
                  </Table.Td>
                  <Table.Td>{entry.caller === 'local' ? t('audit.you') : entry.caller}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {next !== null && (
        <Button variant="subtle" w="fit-content" onClick={() => showMore(next)}>
          {t('audit.more')}
        </Button>
      )}
    </>
  );
}

/** What was done, in words; by the procedure's own name where there are none for it. */
function useActionWords(): (action: string) => string {
  const { t, i18n } = useTranslation('settings');
  return (action) => {
    const key = `audit.actions.${action}`;
    return i18n.exists(key, { ns: 'settings' }) ? t(key as 'audit.title') : action;
  };
}
