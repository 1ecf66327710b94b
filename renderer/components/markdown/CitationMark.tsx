import type { Citation } from '@adiuva/contracts/rpc';
import { HoverCard, Text } from '@mantine/core';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName } from '../fileName.ts';
import { useDescribeLocator } from '../useDescribeLocator.ts';
import classes from './markdown.module.css';

export interface CitationSource {
  citations: readonly Citation[];
  onCite(citation: Citation): void;
}

/** What the numbers in a text lead to. */
export const CitationContext = createContext<CitationSource | null>(null);

/** The number of a citation: a button that opens its place, and shows its words before that. */
export function CitationMark({ n }: { n: number }) {
  const { t } = useTranslation('chat');
  const describeLocator = useDescribeLocator();
  const source = useContext(CitationContext);
  const citation = source?.citations.find((one) => one.n === n);
  // While the answer is written its sources are not known yet.
  if (!source || !citation) return <span className={classes.citationPending}>{n}</span>;
  const name = citation.title ?? fileName(citation.path);
  const place = describeLocator(citation.locator, citation.title);
  return (
    <HoverCard
      role="tooltip"
      width={360}
      shadow="md"
      openDelay={250}
      closeDelay={80}
      withinPortal
      position="top"
    >
      <HoverCard.Target>
        <button
          type="button"
          className={classes.citation}
          aria-label={t('citation.label', { n, name })}
          onClick={() => source.onCite(citation)}
        >
          {n}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes.card}>
        <Text size="sm" className={classes.quote} lineClamp={7}>
          {citation.quote.replace(/\s+/g, ' ')}
        </Text>
        <Text size="xs" fw={600} mt={8} lineClamp={2} className={classes.breakable}>
          {name}
        </Text>
        {place !== '' && (
          <Text size="xs" c="dimmed" lineClamp={2} className={classes.breakable}>
            {place}
          </Text>
        )}
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
