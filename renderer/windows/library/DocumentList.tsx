import type { DocumentSummary } from '@adiuva/contracts/rpc';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { errorWords, useConnection } from '../../client/index.ts';
import { typeWords } from '../../components/documentTypeOptions.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { fileName, folderOf } from '../../components/fileName.ts';
import type { ViewerTarget } from '../../frame/useApp.ts';
import { DocumentDetails } from './DocumentDetails.tsx';
import classes from './library.module.css';
import { outcomes } from './outcomes.ts';

interface DocumentListProps {
  documents: readonly DocumentSummary[];
  isBusy: boolean;
  knownTags: readonly string[];
  onOpen(target: ViewerTarget): void;
  onRetry(document: DocumentSummary): void;
  onRemoved(): void;
  onTagged(): void;
}

export function DocumentList({ documents, ...rest }: DocumentListProps) {
  return (
    <ul className={classes.documents} aria-label="Documents">
      {documents.map((document) => (
        <DocumentRow key={document.id} document={document} {...rest} />
      ))}
    </ul>
  );
}

type DocumentRowProps = Omit<DocumentListProps, 'documents'> & { document: DocumentSummary };

function DocumentRow({ document, isBusy, knownTags, ...on }: DocumentRowProps) {
  const { onOpen, onRetry, onRemoved, onTagged } = on;
  const { client } = useConnection();
  const [isAsking, setIsAsking] = useState(false);
  const [isExpanded, setIsExpanded] = useState(false);
  const detailsId = useId();
  const [error, setError] = useState<string | null>(null);
  const { id, path, status, chunks, kb, tags, members, warnings, mediaType } = document;
  const name = document.title ?? fileName(path);
  const badge = outcomes[status];

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
          {[
            kb,
            typeWords(mediaType),
            chunks > 0 ? count(chunks, 'passage') : '',
            members > 0 ? `${count(members, 'file')} inside` : '',
            // A title is not what the file is called.
            name === fileName(path) ? folderOf(path) : path,
          ]
            .filter((word) => word !== '')
            .join(' · ')}
        </Text>
        {tags.length > 0 && (
          <ul className={classes.tags} aria-label="Tags">
            {tags.map((tag) => (
              <li key={tag} className={classes.tag}>
                {tag}
              </li>
            ))}
          </ul>
        )}
        {!document.error && warnings.length > 0 && (
          <Text size="xs" c="dimmed" truncate title={warnings.join('\n')}>
            {warnings.length === 1 ? warnings[0] : `${warnings[0]} And ${warnings.length - 1} more.`}
          </Text>
        )}
        {document.error && (
          <Text size="sm" c={status === 'failed' ? 'red' : 'dimmed'}>
            {document.error.message}
          </Text>
        )}
        {error && <ErrorNotice message={error} />}
      </div>
      <Group gap="xs" wrap="nowrap" className={classes.actions}>
        <Badge variant="light" color={badge.color}>
          {badge.words}
        </Badge>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-expanded={isExpanded}
          aria-controls={detailsId}
          aria-label={`Details of ${name}`}
          onClick={() => setIsExpanded((before) => !before)}
        >
          {isExpanded ? 'Less' : 'Details'}
        </Button>
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
      {isExpanded && (
        <div id={detailsId} className={classes.expanded}>
          <DocumentDetails
            id={id}
            name={name}
            tags={tags}
            knownTags={knownTags}
            onOpen={onOpen}
            onTagged={onTagged}
          />
        </div>
      )}
    </li>
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
