import type { Citation } from '@adiuva/contracts/rpc';
import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName } from '../../components/fileName.ts';
import { useDescribeLocator } from '../../components/useDescribeLocator.ts';
import classes from './chat.module.css';

const shownAtFirst = 3;

/** The passages an answer rests on, in the order of their numbers. */
export function AnswerSources({
  citations,
  onCite,
}: {
  citations: readonly Citation[];
  onCite(citation: Citation): void;
}) {
  const { t } = useTranslation('chat');
  const describeLocator = useDescribeLocator();
  const [isOpen, setIsOpen] = useState(false);
  const isLong = citations.length > shownAtFirst + 1;
  return (
    <div className={classes.sources}>
      <ol className={classes.sourceList} aria-label={t('answer.sourcesLabel')}>
        {citations.map((citation, index) => (
          <li key={citation.n} data-extra={isLong && !isOpen && index >= shownAtFirst}>
            <button
              type="button"
              className={classes.source}
              title={citation.path}
              onClick={() => onCite(citation)}
            >
              <span className={classes.sourceNumber}>{citation.n}</span>
              <span className={classes.sourceName}>{citation.title ?? fileName(citation.path)}</span>
              <span className={classes.sourcePlace}>{describeLocator(citation.locator, citation.title)}</span>
            </button>
          </li>
        ))}
      </ol>
      {isLong && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          className={classes.moreSources}
          rightSection={
            <IconChevronDown size={14} aria-hidden className={classes.turning} data-open={isOpen} />
          }
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('answer.sources', { count: citations.length })}
        </Button>
      )}
    </div>
  );
}
