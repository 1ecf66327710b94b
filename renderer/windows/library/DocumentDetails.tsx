import type { OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { List, Skeleton, Stack, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useQuery } from '../../client/index.ts';
import { typeWords } from '../../components/documentTypeOptions.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { formatBytes, formatDay, formatDuration } from '../../components/formatFacts.ts';
import type { ViewerTarget } from '../../frame/useApp.ts';
import classes from './library.module.css';
import { MemberList } from './MemberList.tsx';
import { TagEditor } from './TagEditor.tsx';

interface DocumentDetailsProps {
  id: string;
  name: string;
  tags: readonly string[];
  knownTags: readonly string[];
  onOpen(target: ViewerTarget): void;
  onTagged(): void;
}

/** All that is known of a document: tags, what it says of itself, what was left out, the files inside it. */
export function DocumentDetails({ id, name, tags, knownTags, onOpen, onTagged }: DocumentDetailsProps) {
  const { data, error, reload } = useQuery('library.show', { id, withChunks: false });
  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!data) return <Skeleton height={80} aria-label="Loading" />;
  return (
    <Stack gap="sm" className={classes.details}>
      <TagEditor id={id} name={name} tags={tags} known={knownTags} onTagged={onTagged} />
      <dl className={classes.facts}>
        {factsOf(data).map(([term, value]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {data.warnings.length > 0 && (
        <section aria-label="Left out">
          <Text size="sm" fw={500}>
            Left out
          </Text>
          <List size="sm">
            {data.warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </section>
      )}
      {data.memberList.length > 0 && <MemberList document={data} name={name} onOpen={onOpen} />}
    </Stack>
  );
}

type Shown = OutputOf<EngineContract['library.show']>;

function factsOf(document: Shown): [term: string, value: string][] {
  const { metadata, size, modifiedAt, mediaType, language, author, path, preset } = document;
  const { createdAt, pageCount, durationMs, width, height, properties } = metadata;
  const facts: [string, string | number | null | undefined][] = [
    ['File', path],
    ['Type', typeWords(mediaType)],
    ['Size', formatBytes(size)],
    ['Author', author],
    ['Written', createdAt === undefined ? null : formatDay(createdAt)],
    ['Changed', formatDay(metadata.modifiedAt ?? modifiedAt)],
    ['Language', language === null ? null : languageName(language)],
    ['Pages', pageCount],
    ['Length', durationMs === undefined ? null : formatDuration(durationMs)],
    ['Picture', width && height ? `${width} × ${height} pixels` : null],
    ['Passages', document.chunks > 0 ? `${document.chunks}, preset ${preset}` : null],
    ...Object.entries(properties ?? {}).map(([term, value]): [string, string | number] => [
      term.charAt(0).toUpperCase() + term.slice(1),
      value,
    ]),
  ];
  const seen = new Set<string>();
  return facts.flatMap(([term, value]): [string, string][] => {
    if (value == null || value === '' || seen.has(term)) return [];
    seen.add(term);
    return [[term, String(value)]];
  });
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
