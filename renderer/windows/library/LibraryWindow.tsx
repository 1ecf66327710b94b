import { Button, Center, Group, Paper, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useConnection, useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import type { SourceTarget } from '../source/SourcePanel.tsx';
import { AddDocuments } from './AddDocuments.tsx';
import { DocumentList } from './DocumentList.tsx';
import { IngestProgress } from './IngestProgress.tsx';
import { type Ingest, useIngest } from './useIngest.ts';

const pageSize = 100;

const filters = [
  { value: 'all', label: 'All' },
  { value: 'indexed', label: 'Indexed' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Skipped' },
];

export function LibraryWindow({ onOpen }: { onOpen(target: SourceTarget): void }) {
  const [limit, setLimit] = useState(pageSize);
  const [filter, setFilter] = useState('all');
  const input = { limit, ...(filter !== 'all' && { status: filter }) };
  const { data, error, isLoading, reload } = useQuery('library.list', input);
  const ingest = useIngest(reload);

  return (
    <Stack gap="lg">
      <AddDocuments ingest={ingest} />
      <IngestProgress ingest={ingest} />
      {error && <ErrorNotice message={error} onRetry={reload} />}
      {!data && isLoading && <Skeleton height={120} aria-label="Loading the library" />}
      {data && data.total === 0 && filter === 'all' && !ingest.isRunning && <EmptyLibrary ingest={ingest} />}
      {data && (data.total > 0 || filter !== 'all') && (
        <Paper withBorder p="md" component="section" aria-label="Library">
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h5">
              Documents
            </Title>
            <Group gap="sm">
              <SegmentedControl
                aria-label="Which documents"
                size="xs"
                data={filters}
                value={filter}
                onChange={setFilter}
              />
              <Text size="sm" c="dimmed" miw={36} ta="end">
                {data.total}
              </Text>
            </Group>
          </Group>
          <DocumentList
            documents={data.documents}
            isBusy={ingest.isRunning}
            onOpen={onOpen}
            onRetry={(document) => ingest.addPaths([document.path], document.kb)}
            onRemoved={reload}
          />
          {data.documents.length < data.total && (
            <Center mt="sm">
              <Button variant="subtle" onClick={() => setLimit((before) => before + 5 * pageSize)}>
                Show more
              </Button>
            </Center>
          )}
        </Paper>
      )}
    </Stack>
  );
}

function EmptyLibrary({ ingest }: { ingest: Ingest }) {
  const sample = useConnection().info()?.sampleLibrary ?? null;
  return (
    <Center p="xl">
      <Stack align="center" gap="xs">
        <Title order={2} size="h4">
          Your library is empty
        </Title>
        <Text c="dimmed" ta="center" maw={440}>
          Add documents above and Adiuva makes them searchable and answers questions about them, with the
          passage each answer comes from.
        </Text>
        {sample && (
          <Button mt="sm" variant="light" onClick={() => ingest.addPaths([sample], null)}>
            Try it with the sample library
          </Button>
        )}
      </Stack>
    </Center>
  );
}
