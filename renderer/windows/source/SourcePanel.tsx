import { describeLocator, type Locator } from '@adiuva/contracts';
import { Button, CloseButton, Group, Skeleton, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PartText } from './PartText.tsx';
import classes from './source.module.css';

/** What to show: a document, and the place in it; its beginning where there is none. */
export interface SourceTarget {
  documentId: string;
  name: string;
  locator: Locator | null;
}

interface SourcePanelProps {
  target: SourceTarget;
  onClose(): void;
}

export function SourcePanel({ target, onClose }: SourcePanelProps) {
  const [turned, setTurned] = useState<{ target: SourceTarget; part: number } | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const citedPart = target.locator?.part ?? 0;
  const part = turned?.target === target ? turned.part : citedPart;
  const { data, error, reload } = useQuery('library.parts', { id: target.documentId, part });
  const shown =
    data && data.id === target.documentId ? data.parts.find(({ ordinal }) => ordinal === part) : undefined;
  const range = part === citedPart ? target.locator : null;

  useHotkeys([['Escape', onClose]], []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another target is another page to be read from its top
  useEffect(() => heading.current?.focus(), [target]);

  const place = range
    ? describeLocator(range, target.name)
    : shown
      ? describeLocator(shown.locator, target.name)
      : '';
  return (
    <aside className={classes.panel} aria-label="Source">
      <div className={classes.header}>
        <Group justify="space-between" wrap="nowrap">
          <h2 ref={heading} tabIndex={-1} className={classes.title} title={data?.path ?? target.name}>
            {target.name}
          </h2>
          <CloseButton aria-label="Close the source" onClick={onClose} />
        </Group>
        <Group justify="space-between" wrap="nowrap" mih={26}>
          <Text size="sm" c="dimmed" truncate title={place}>
            {place}
          </Text>
          {data && data.total > 1 && (
            <Group gap="xs" wrap="nowrap">
              <Button
                size="compact-xs"
                variant="default"
                disabled={part === 0}
                onClick={() => setTurned({ target, part: part - 1 })}
              >
                Previous
              </Button>
              <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {part + 1} of {data.total}
              </Text>
              <Button
                size="compact-xs"
                variant="default"
                disabled={part >= data.total - 1}
                onClick={() => setTurned({ target, part: part + 1 })}
              >
                Next
              </Button>
            </Group>
          )}
        </Group>
      </div>
      {error && <ErrorNotice message={error} onRetry={reload} />}
      {!error && !shown && <Skeleton m="md" height={200} aria-label="Loading the text" />}
      {!error && shown && <PartText part={shown} range={range} />}
    </aside>
  );
}
