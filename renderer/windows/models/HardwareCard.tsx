import { Skeleton, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useFormat } from '../../messages/index.ts';

/** What this machine can do. */
export function HardwareCard() {
  const { t } = useTranslation(['models', 'common']);
  const { bytes } = useFormat();
  const { data, error, reload } = useQuery('system.hardware', {});
  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!data) return <Skeleton height={120} aria-label={t('common:loading')} />;
  const rows = [
    [t('hardware.cpu'), `${data.cpu} · ${t('hardware.cores', { count: data.cores })}`],
    [
      t('hardware.memory'),
      t('hardware.free', { free: bytes(data.freeMemoryBytes), all: bytes(data.memoryBytes) }),
    ],
    [t('hardware.disk'), t('hardware.free', { free: bytes(data.freeDiskBytes), all: bytes(data.diskBytes) })],
    ...data.accelerators.map(({ name, detail }) => [
      t('hardware.accelerator'),
      detail ? `${name.toUpperCase()}: ${detail}` : name.toUpperCase(),
    ]),
  ];
  return (
    <section aria-label={t('hardware.title')}>
      <Title order={2} size="h4" mb="xs">
        {t('hardware.title')}
      </Title>
      <Table variant="vertical" withTableBorder layout="fixed">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={`${name} ${value}`}>
              <Table.Th w={180}>{name}</Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
