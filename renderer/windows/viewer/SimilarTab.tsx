import { Center, Loader, Text } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../client/index.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { TypeIcon } from '../../components/TypeIcon.tsx';
import { useApp } from '../../frame/useApp.ts';
import { useFormat } from '../../messages/index.ts';
import { nameOf } from '../library/libraryFilter.ts';
import classes from './viewer.module.css';

/** The documents nearest to this one by what they say. */
export function SimilarTab({ documentId }: { documentId: string }) {
  const { t } = useTranslation(['viewer', 'common']);
  const { openDocument } = useApp();
  const { share } = useFormat();
  const { data, error, reload } = useQuery('library.similar', { id: documentId, limit: 20 });
  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!data)
    return (
      <Center p="xl">
        <Loader size="sm" aria-label={t('common:loading')} />
      </Center>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.text} tabIndex={0} aria-label={t('tabs.similar')}>
      {data.documents.length === 0 ? (
        <EmptyState
          icon={<IconSparkles size={26} />}
          title={t('similar.noneTitle')}
          text={t('similar.none')}
        />
      ) : (
        <ol className={classes.similar}>
          {data.documents.map(({ document, score }) => (
            <li key={document.id}>
              <button
                type="button"
                className={classes.similarOne}
                title={document.path}
                onClick={() =>
                  openDocument({ documentId: document.id, name: nameOf(document), locator: null })
                }
              >
                <TypeIcon mediaType={document.mediaType} />
                <span className={classes.similarName}>
                  <bdi>{nameOf(document)}</bdi>
                  <Text size="xs" c="dimmed" component="span" truncate>
                    <bdi dir="ltr">{document.path}</bdi>
                  </Text>
                </span>
                <span className={classes.similarScore} title={t('similar.score')}>
                  {share(Math.max(0, Math.min(1, score)))}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
