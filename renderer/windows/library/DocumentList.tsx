import type { DocumentSummary } from '@adiuva/contracts/rpc';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { errorWords, useConnection } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { fileName, folderOf } from '../../components/fileName.ts';
import type { SourceTarget } from '../source/SourcePanel.tsx';
import classes from './library.module.css';

const badges = {
  pending: { color: 'blue', words: 'Waiting' },
  indexed: { color: 'teal', words: 'Indexed' },
  unchanged: { color: 'teal', words: 'Indexed' },
  skipped: { color: 'gray', words: 'Skipped' },
  failed: { color: 'red', words: 'Failed' },
} as const;

interface DocumentListProps {
  documents: readonly DocumentSummary[];
  isBusy: boolean;
  onOpen(target: SourceTarget): void;
  onRetry(document: DocumentSummary): void;
  onRemoved(): void;
}

export function DocumentList({ documents, isBusy, onOpen, onRetry, onRemoved }: DocumentListProps) {
  return (
    <ul className={classes.documents} aria-label="Documents">
      {documents.map((document) => (
        <DocumentRow
          key={document.id}
          document={document}
          isBusy={isBusy}
          onOpen={onOpen}
          onRetry={onRetry}
          onRemoved={onRemoved}
        />
      ))}
    </ul>
  );
}

type DocumentRowProps = Omit<DocumentListProps, 'documents'> & { document: DocumentSummary };

function DocumentRow({ document, isBusy, onOpen, onRetry, onRemoved }: DocumentRowProps) {
  const { client } = useConnection();
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { id, path, status, chunks, kb } = document;
  const name = document.title ?? fileName(path);
  const badge = badges[status];

  async function remove(): Promise<void> {
    setIsAsking(false);
    try {
      await client.call('library.remove', { target: id });
      onRemoved();
    } catch (failure) {
      setError(errorWords(failure));
    }
  }

  return (
    <li className={classes.document}>
      <div>
        {chunks > 0 ? (
          <button
            type="button"
            className={classes.name}
            title={path}
            onClick={() => onOpen({ documentId: id, name, locator: null })}
          >
            {name}
          </button>
        ) : (
          <span className={classes.name} title={path}>
            {name}
          </span>
        )}
        <Text size="xs" c="dimmed" truncate title={path}>
          {[kb, chunks > 0 ? `${chunks} ${chunks === 1 ? 'passage' : 'passages'}` : '', folderOf(path)]
            .filter((word) => word !== '')
            .join(' · ')}
        </Text>
        {document.error && (
          <Text size="sm" c={status === 'failed' ? 'red' : 'dimmed'}>
            {document.error.message}
          </Text>
        )}
        {error && <ErrorNotice message={error} />}
      </div>
      <Group gap="xs" wrap="nowrap">
        <Badge variant="light" color={badge.color}>
          {badge.words}
        </Badge>
        {status === 'failed' && (
          <Button
            size="compact-sm"
            variant="light"
            disabled={isBusy}
            onClick={() => onRetry(document)}
            aria-label={`Try ${name} again`}
          >
            Retry
          </Button>
        )}
        {isAsking ? (
          <>
            <Button size="compact-sm" color="red" onClick={() => void remove()} autoFocus>
              Remove
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setIsAsking(false)}>
              Keep
            </Button>
          </>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            title="Takes it out of the library; the file stays where it is"
            aria-label={`Remove ${name} from the library`}
            onClick={() => setIsAsking(true)}
          >
            Remove
          </Button>
        )}
      </Group>
    </li>
  );
}
