import { Alert, Button, List, Stack, TagsInput, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../client/index.ts';
import { ErrorRemedy } from '../../components/ErrorRemedy.tsx';
import { languageName } from '../../components/languageName.ts';
import { useTypeWords } from '../../components/useTypeWords.ts';
import { useNotices } from '../../frame/notices.tsx';
import { type Format, useFormat, useReasonWords } from '../../messages/index.ts';
import { useBaseName } from '../library/useBaseName.ts';
import { useIngest } from '../library/useIngest.ts';
import { MemberList } from './MemberList.tsx';
import type { ShownDocument } from './shownDocument.ts';
import classes from './viewer.module.css';

interface DetailsTabProps {
  document: ShownDocument;
  name: string;
  onChanged(): void;
}

/** All that is known of a document: how it went, its tags, what it says of itself, what was left out, what is in it. */
export function DetailsTab({ document, name, onChanged }: DetailsTabProps) {
  const { t } = useTranslation(['viewer', 'common']);
  const words = useReasonWords();
  const ingest = useIngest();
  const facts = useFacts(document);
  const { error, status, warnings, memberList, path, kb } = document;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.text} tabIndex={0} aria-label={t('tabs.details')}>
      <Stack gap="md" className={classes.details}>
        {error && (
          <Alert
            color={status === 'failed' ? 'red' : 'gray'}
            icon={<IconAlertTriangle size={18} />}
            title={status === 'failed' ? t('details.failed') : t('details.skipped')}
          >
            <Stack gap="xs" align="flex-start">
              <Text size="sm">{words(error)}</Text>
              <ErrorRemedy code={error.code} />
              {status === 'failed' && (
                <Button
                  size="compact-sm"
                  variant="light"
                  color="red"
                  onClick={() => ingest.addPaths([path], kb)}
                >
                  {t('common:retry')}
                </Button>
              )}
            </Stack>
          </Alert>
        )}
        <Tags document={document} name={name} onChanged={onChanged} />
        <dl className={classes.facts}>
          {facts.map(([term, value]) => (
            <Fragment key={term}>
              <dt>{term}</dt>
              <dd dir="auto">{value}</dd>
            </Fragment>
          ))}
        </dl>
        {warnings.length > 0 && (
          <section aria-labelledby="left-out">
            <Text size="sm" fw={600} id="left-out">
              {t('details.leftOut')}
            </Text>
            <List size="sm">
              {warnings.map((warning) => (
                <List.Item key={warning}>{warning}</List.Item>
              ))}
            </List>
          </section>
        )}
        {memberList.length > 0 && <MemberList document={document} name={name} />}
      </Stack>
    </section>
  );
}

function Tags({ document, name, onChanged }: DetailsTabProps) {
  const { t } = useTranslation('viewer');
  const { client } = useConnection();
  const { fail } = useNotices();
  const { data } = useQuery('tags.list', {});
  const [shown, setShown] = useState<string[] | null>(null);
  const own = shown ?? document.tags;

  async function change(next: string[]): Promise<void> {
    const added = next.filter((tag) => !own.includes(tag));
    const removed = own.filter((tag) => !next.includes(tag));
    setShown(next);
    try {
      const targets = [document.id];
      if (added.length > 0) await client.call('tags.add', { targets, tags: added });
      if (removed.length > 0) await client.call('tags.remove', { targets, tags: removed });
      onChanged();
    } catch (error) {
      setShown(null);
      fail(error);
    }
  }

  return (
    <TagsInput
      label={t('details.tags')}
      aria-label={t('details.tagsOf', { name })}
      placeholder={own.length === 0 ? t('details.tagHow') : undefined}
      size="sm"
      data={data?.tags.map((tag) => tag.name).filter((tag) => !own.includes(tag)) ?? []}
      value={own}
      onChange={(next) => void change(next)}
      maxTags={50}
      maxLength={100}
      splitChars={[',', ';']}
      acceptValueOnBlur={false}
    />
  );
}

function useFacts(document: ShownDocument): [term: string, value: string][] {
  const { t, i18n } = useTranslation('viewer');
  const format: Format = useFormat();
  const types = useTypeWords();
  const baseName = useBaseName();
  const { metadata, size, modifiedAt, indexedAt, mediaType, language, author, path, kb, chunks } = document;
  const { createdAt, pageCount, durationMs, width, height, properties } = metadata;
  const facts: [string, string | number | null | undefined][] = [
    [t('facts.file'), path],
    [t('facts.base'), baseName(kb)],
    [t('facts.type'), types.of(mediaType)],
    [t('facts.size'), format.bytes(size)],
    [t('facts.title'), metadata.titleFrom === 'name' ? null : document.title],
    [t('facts.author'), author],
    [t('facts.written'), createdAt === undefined ? null : format.dateTime(createdAt)],
    [t('facts.changed'), format.dateTime(metadata.modifiedAt ?? modifiedAt)],
    [t('facts.read'), indexedAt === null ? null : format.dateTime(indexedAt)],
    [t('facts.language'), language === null ? null : languageName(language, i18n.language)],
    [t('facts.pages'), pageCount === undefined ? null : format.number(pageCount)],
    [t('facts.length'), durationMs === undefined ? null : format.duration(durationMs)],
    [t('facts.picture'), width && height ? t('facts.pixels', { width, height }) : null],
    [t('facts.passages'), chunks > 0 ? format.number(chunks) : null],
    // What a format calls it; there is no list of all that formats say.
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
