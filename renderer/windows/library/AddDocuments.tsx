import { Autocomplete, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { type FormEvent, useState } from 'react';
import { useConnection, useQuery } from '../../client/index.ts';
import type { Ingest } from './useIngest.ts';

/** Ways in: files dropped on the page, or the path of a file or folder on the engine's machine. */
export function AddDocuments({ ingest }: { ingest: Ingest }) {
  const { info } = useConnection();
  const { data } = useQuery('library.knowledgeBases', {});
  const [path, setPath] = useState('');
  const [kb, setKb] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const maxSize = info()?.maxUploadBytes;
  const base = kb.trim() || null;

  function addPath(event: FormEvent): void {
    event.preventDefault();
    const given = path.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (given === '') return;
    setRefusal(null);
    ingest.addPaths([given], base);
    setPath('');
  }

  return (
    <Paper withBorder p="md" component="section" aria-label="Add documents">
      <Stack gap="md">
        <Dropzone
          onDrop={(files) => {
            setRefusal(null);
            ingest.addFiles(files, base);
          }}
          onReject={(rejections) =>
            setRefusal(
              `${rejections.length === 1 ? 'One file is' : `${rejections.length} files are`} too large to drop; name the path instead.`,
            )
          }
          {...(maxSize && { maxSize })}
          disabled={ingest.isRunning}
          inputProps={{ 'aria-label': 'Choose files' }}
          aria-label="Drop files, or press Enter to choose them"
          p="xl"
        >
          <Text ta="center" fw={500}>
            Drop files here, or click to choose
          </Text>
          <Text ta="center" size="sm" c="dimmed">
            Documents, tables, slides, mails, pictures, archives and code. They stay on this machine.
          </Text>
        </Dropzone>
        {refusal && (
          <Text size="sm" c="red" role="alert">
            {refusal}
          </Text>
        )}
        <form onSubmit={addPath}>
          <Group align="flex-end" gap="sm">
            <TextInput
              label="File or folder on this machine"
              placeholder="/home/me/Documents"
              value={path}
              onChange={(event) => setPath(event.currentTarget.value)}
              flex="1 1 18rem"
              spellCheck={false}
              autoComplete="off"
            />
            <Autocomplete
              label="Knowledge base"
              placeholder="Default"
              data={data?.knowledgeBases.map(({ name }) => name) ?? []}
              value={kb}
              onChange={setKb}
              maxLength={200}
              flex="0 1 12rem"
            />
            <Button type="submit" disabled={ingest.isRunning || path.trim() === ''}>
              Add
            </Button>
          </Group>
        </form>
      </Stack>
    </Paper>
  );
}
