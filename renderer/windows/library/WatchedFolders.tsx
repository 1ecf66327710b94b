import type { FolderState, WatchedFolder } from '@adiuva/contracts/rpc';
import { Badge, Button, Group, Paper, Progress, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { errorWords, useConnection } from '../../client/index.ts';
import { useWatchedFolders } from './useWatchedFolders.ts';

const colors: Record<FolderState, string> = {
  watching: 'green',
  syncing: 'blue',
  paused: 'gray',
  missing: 'orange',
  failed: 'red',
};

/** Folders whose changes flow into the library: which there are, how they fare, and another. */
export function WatchedFolders({ onSynced }: { onSynced(): void }) {
  const { client } = useConnection();
  const folders = useWatchedFolders(onSynced);
  const [path, setPath] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);

  function attempt(work: Promise<unknown>): void {
    setRefusal(null);
    work.catch((error: unknown) => setRefusal(errorWords(error)));
  }

  function add(event: FormEvent): void {
    event.preventDefault();
    const folder = path.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (folder === '') return;
    setPath('');
    attempt(client.call('folders.watch', { folder }));
  }

  return (
    <Paper withBorder p="md" component="section" aria-label="Watched folders">
      <Stack gap="sm">
        <Title order={2} size="h5">
          Watched folders
        </Title>
        {folders.map((folder) => (
          <FolderRow
            key={folder.id}
            folder={folder}
            onPause={() => attempt(client.call('folders.pause', { folder: folder.id }))}
            onResume={() => attempt(client.call('folders.resume', { folder: folder.id }))}
            onRemove={() => attempt(client.call('folders.remove', { folder: folder.id }))}
          />
        ))}
        {refusal && (
          <Text size="sm" c="red" role="alert">
            {refusal}
          </Text>
        )}
        <form onSubmit={add}>
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Watch a folder"
              description="What is added, changed or deleted there follows in the library. Nothing in it is ever touched."
              placeholder="/home/me/Documents"
              value={path}
              onChange={(event) => setPath(event.currentTarget.value)}
              flex="1 1 18rem"
              spellCheck={false}
              autoComplete="off"
            />
            <Button type="submit" variant="light" disabled={path.trim() === ''}>
              Watch
            </Button>
          </Group>
        </form>
      </Stack>
    </Paper>
  );
}

interface FolderRowProps {
  folder: WatchedFolder;
  onPause(): void;
  onResume(): void;
  onRemove(): void;
}

function FolderRow({ folder, onPause, onResume, onRemove }: FolderRowProps) {
  const { path, kb, state, progress, documents, error } = folder;
  const counts = [
    `${documents.indexed} documents`,
    ...(documents.failed > 0 ? [`${documents.failed} failed`] : []),
    ...(documents.missing > 0 ? [`${documents.missing} gone`] : []),
    ...(kb === 'default' ? [] : [kb]),
  ];
  return (
    <Stack gap={4}>
      <Group gap="sm" wrap="nowrap">
        <Badge color={colors[state]} variant="light" miw="6rem">
          {state}
        </Badge>
        <Text size="sm" flex={1} truncate="start" title={path}>
          {/* Cut at its start by writing it from the right, which must not turn its slashes around. */}
          <bdi dir="ltr">{path}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          {counts.join(', ')}
        </Text>
        {state === 'paused' ? (
          <Button size="compact-sm" variant="subtle" onClick={onResume} aria-label={`Resume ${path}`}>
            Resume
          </Button>
        ) : (
          <Button size="compact-sm" variant="subtle" onClick={onPause} aria-label={`Pause ${path}`}>
            Pause
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          onClick={onRemove}
          aria-label={`Stop watching ${path}`}
        >
          Stop
        </Button>
      </Group>
      {state === 'syncing' && progress && progress.total > 0 && (
        <Progress
          value={(100 * progress.done) / progress.total}
          size="xs"
          aria-label={`${progress.done} of ${progress.total} files`}
        />
      )}
      {error && (
        <Text size="sm" c="orange">
          {error.message}
        </Text>
      )}
    </Stack>
  );
}
