import { describeLocator, type OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { Button, CloseButton, Group, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { fileName } from '../../components/fileName.ts';
import type { ViewerTarget } from '../../frame/useApp.ts';
import { Containers } from './Containers.tsx';
import { PageImage } from './PageImage.tsx';
import { PartText } from './PartText.tsx';
import classes from './viewer.module.css';

interface ViewerProps {
  target: ViewerTarget;
  onClose(): void;
}

export function Viewer({ target, onClose }: ViewerProps) {
  const [turned, setTurned] = useState<{ target: ViewerTarget; part: number } | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const name = target.name ?? '';
  const isTurned = turned?.target === target;
  const citedPart = target.locator?.part ?? 0;
  const wanted = isTurned
    ? { part: turned.part }
    : target.within && !target.locator
      ? { within: [...target.within] }
      : { part: citedPart };
  const { data, error, reload } = useQuery('library.parts', { id: target.documentId, ...wanted });
  const found = data && data.id === target.documentId ? data.parts[0] : undefined;
  const shown = found && (!('part' in wanted) || found.ordinal === wanted.part) ? found : undefined;
  const part = shown?.ordinal ?? (isTurned ? turned.part : citedPart);
  const range = !isTurned || part === citedPart ? (target.locator ?? null) : null;
  const headers = useHeaders(target.documentId, shown);
  const hasLooks = shown?.locator.kind === 'page' || shown?.locator.kind === 'region';
  const [look, setLook] = useState<Look | null>(null);
  // A picture is looked at, a page is read, until somebody wants it otherwise.
  const shownAs = hasLooks ? (look ?? (shown?.locator.kind === 'region' ? 'page' : 'text')) : 'text';

  useHotkeys([['Escape', onClose]], []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another target is another page to be read from its top
  useEffect(() => heading.current?.focus(), [target]);

  const at = range ?? shown?.locator;
  const within = at?.within ?? [];
  // The containers stand in a line of their own.
  const place = at ? describeLocator({ ...at, within: [] }, name) : '';
  return (
    <aside className={classes.panel} aria-label="Source">
      <div className={classes.header}>
        <Group justify="space-between" wrap="nowrap">
          <h2 ref={heading} tabIndex={-1} className={classes.title} title={data?.path ?? name}>
            {name}
          </h2>
          <CloseButton aria-label="Close the source" onClick={onClose} />
        </Group>
        {within.length > 0 && <Containers file={fileName(data?.path ?? name)} within={within} />}
        <Group justify="space-between" wrap="nowrap" mih={26}>
          <Text size="sm" c="dimmed" truncate title={place}>
            {place}
          </Text>
          {hasLooks && (
            <SegmentedControl
              size="xs"
              aria-label="Show the source as"
              data={looks}
              value={shownAs}
              onChange={(value) => setLook(value as Look)}
            />
          )}
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
      {!error && shown && shownAs === 'text' && <PartText part={shown} headers={headers} range={range} />}
      {!error && shown && shownAs === 'page' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={classes.text} tabIndex={0} aria-label="The source as it looks">
          <PageImage
            documentId={target.documentId}
            part={part}
            alt={`${name}, ${describeLocator({ ...shown.locator, within: [] })}`}
            boxes={range && 'boxes' in range ? range.boxes : []}
          />
        </section>
      )}
    </aside>
  );
}

type Look = 'text' | 'page';
const looks = [
  { value: 'text', label: 'Text' },
  { value: 'page', label: 'Page' },
];

type StoredPart = OutputOf<EngineContract['library.parts']>['parts'][number];

/** The headers of the mail whose body a part is: they stand in the part before it. */
function useHeaders(documentId: string, part: StoredPart | undefined): string | null {
  const isBody = part?.locator.kind === 'message' && part.locator.section === 'body' && part.ordinal > 0;
  const { data } = useQuery('library.parts', { id: documentId, part: isBody ? part.ordinal - 1 : 0 });
  const before = data?.id === documentId ? data.parts[0] : undefined;
  if (!isBody || before?.ordinal !== part.ordinal - 1) return null;
  const { locator, text } = before;
  const isTheirs =
    locator.kind === 'message' &&
    locator.section === 'headers' &&
    JSON.stringify(locator.within) === JSON.stringify(part.locator.within);
  return isTheirs ? text : null;
}
