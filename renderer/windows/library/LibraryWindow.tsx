import { Button, Center, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { useConnection, useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useApp } from '../../frame/useApp.ts';
import { AddDocuments } from './AddDocuments.tsx';
import { DocumentList } from './DocumentList.tsx';
import { IngestProgress } from './IngestProgress.tsx';
import { descendingOrders, LibraryFilters, type LibraryView, wholeLibrary } from './LibraryFilters.tsx';
import { type Ingest, useIngest } from './useIngest.ts';
import { WatchedFolders } from './WatchedFolders.tsx';

const pageSize = 100;

export function LibraryWindow() {
  const { openDocument } = useApp();
  const [limit, setLimit] = useState(pageSize);
  const [view, setView] = useState(wholeLibrary);
  const [asked] = useDebouncedValue(view, 200);
  const { data, error, isLoading, reload } = useQuery('library.list', { limit, ...inputOf(asked) });
  const tags = useQuery('tags.list', {});
  const known = tags.data?.tags.map(({ name }) => name) ?? [];
  const refresh = useCallback(() => {
    reload();
    tags.reload();
  }, [reload, tags.reload]);
  const ingest = useIngest(refresh);
  const isWhole = view === wholeLibrary;

  return (
    <Stack gap="lg">
      <AddDocuments ingest={ingest} />
      <IngestProgress ingest={ingest} />
      <WatchedFolders onSynced={refresh} />
      {error && <ErrorNotice message={error} onRetry={reload} />}
      {!data && isLoading && <Skeleton height={120} aria-label="Loading the library" />}
      {data && data.total === 0 && isWhole && !ingest.isRunning && <EmptyLibrary ingest={ingest} />}
      {data && (data.total > 0 || !isWhole) && (
        <Paper withBorder p="md" component="section" aria-label="Library">
          <Group justify="space-between" mb="xs">
            <Title order={2} size="h5">
              Documents
            </Title>
            <Text size="sm" c="dimmed" role="status">
              {data.total}
            </Text>
          </Group>
          <LibraryFilters
            view={view}
            tags={known}
            onChange={(next) => {
              setLimit(pageSize);
              setView(next);
            }}
          />
          <DocumentList
            documents={data.documents}
            isBusy={ingest.isRunning}
            knownTags={known}
            onOpen={openDocument}
            onRetry={(document) => ingest.addPaths([document.path], document.kb)}
            onRemoved={refresh}
            onTagged={refresh}
          />
          {data.total === 0 && (
            <Group gap="sm">
              <Text size="sm" c="dimmed">
                No document is like that.
              </Text>
              <Button size="compact-sm" variant="light" onClick={() => setView(wholeLibrary)}>
                Show all
              </Button>
            </Group>
          )}
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

function inputOf({ status, path, type, tags, kb, sort }: LibraryView) {
  return {
    sort,
    descending: descendingOrders.includes(sort),
    ...(status && { status }),
    ...(path.trim() !== '' && { path: path.trim() }),
    ...(type && { type }),
    ...(tags.length > 0 && { tags }),
    ...(kb && { kb }),
  };
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
