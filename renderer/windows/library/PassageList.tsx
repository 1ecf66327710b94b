import { plainTable } from '@adiuva/contracts';
import type { SearchResult } from '@adiuva/contracts/rpc';
import { Button, Center, Loader, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { fileName, folderOf } from '../../components/fileName.ts';
import { MarkedText } from '../../components/MarkedText.tsx';
import { TypeIcon } from '../../components/TypeIcon.tsx';
import { useDescribeLocator } from '../../components/useDescribeLocator.ts';
import { useApp } from '../../frame/useApp.ts';
import { useErrorWords, useFormat } from '../../messages/index.ts';
import classes from './library.module.css';
import type { Passages } from './usePassages.ts';

interface PassageListProps {
  passages: Passages;
  canShowMore: boolean;
  onMore(): void;
}

/** What was found inside documents: where it stands, and the words that match. */
export function PassageList({ passages, canShowMore, onMore }: PassageListProps) {
  const { t } = useTranslation('library');
  const words = useErrorWords();
  const { number } = useFormat();
  const { output, error, isSearching, retry } = passages;
  if (error !== null) return <ErrorNotice message={words(error)} onRetry={retry} />;
  if (!output)
    return isSearching ? (
      <Center p="xl">
        <Loader size="sm" aria-label={t('passages.searching')} />
      </Center>
    ) : (
      <EmptyState
        icon={<IconSearch size={26} />}
        title={t('passages.startTitle')}
        text={t('passages.start')}
      />
    );
  return (
    <div aria-busy={isSearching}>
      <Text size="sm" c="dimmed" role="status" mb="xs">
        {output.results.length === 0
          ? ''
          : t('passages.found', {
              count: output.total,
              shown: number(output.results.length),
              total: number(output.total),
            })}
      </Text>
      {output.results.length === 0 ? (
        <EmptyState
          icon={<IconSearch size={26} />}
          title={t('passages.noneTitle', { query: output.query })}
          text={t('passages.none')}
        />
      ) : (
        <ol className={classes.passages} aria-label={t('passages.label')}>
          {output.results.map((result) => (
            <PassageItem key={result.chunkId} result={result} all={output.results} />
          ))}
        </ol>
      )}
      {canShowMore && (
        <Center>
          <Button variant="subtle" loading={isSearching} onClick={onMore}>
            {t('passages.more')}
          </Button>
        </Center>
      )}
    </div>
  );
}

function PassageItem({ result, all }: { result: SearchResult; all: readonly SearchResult[] }) {
  const { openDocument, viewer } = useApp();
  const describe = useDescribeLocator();
  const { documentId, path, title, locator, snippet, mediaType } = result;
  const name = title?.trim() || fileName(path);
  const place = describe(locator, title);
  const isShown = viewer?.documentId === documentId && viewer.locator === locator;
  return (
    <li>
      <button
        type="button"
        className={classes.passage}
        aria-current={isShown || undefined}
        onClick={() =>
          openDocument({
            documentId,
            name,
            locator,
            hits: all.filter((other) => other.documentId === documentId).map((other) => other.locator),
          })
        }
      >
        <span className={classes.passageHead}>
          <TypeIcon mediaType={mediaType} size={18} />
          <bdi className={classes.passageName} dir="auto" title={path}>
            {name}
          </bdi>
          {place !== '' && <span className={classes.passagePlace}>{place}</span>}
        </span>
        <span className={classes.snippet}>
          <MarkedText text={plainTable(snippet.text)} marks={snippet.marks} />
        </span>
        <span className={classes.passagePath} title={path}>
          <bdi dir="ltr">{title ? path : folderOf(path)}</bdi>
        </span>
      </button>
    </li>
  );
}
