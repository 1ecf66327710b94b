import { Center, Loader, SegmentedControl } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow, useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { fileName } from '../../components/fileName.ts';
import { useDescribeLocator } from '../../components/useDescribeLocator.ts';
import type { ViewerTarget } from '../../frame/useApp.ts';
import { nameOf } from '../library/libraryFilter.ts';
import { Containers } from './Containers.tsx';
import { DetailsTab } from './DetailsTab.tsx';
import { DocumentTab } from './DocumentTab.tsx';
import { AwaitedRecording } from './recording/AwaitedRecording.tsx';
import { isRecording } from './recording/isRecording.ts';
import { RecordingView } from './recording/RecordingView.tsx';
import { SimilarTab } from './SimilarTab.tsx';
import { ViewerHead } from './ViewerHead.tsx';
import classes from './viewer.module.css';

interface ViewerProps {
  target: ViewerTarget;
  onClose(): void;
}

const documentTabs = ['document', 'details', 'similar'] as const;
const recordingTabs = ['document', 'summary', 'details', 'similar'] as const;
type Tab = (typeof recordingTabs)[number];

/** A document beside whatever is shown: itself at the place that was asked for, what is known of it, what is like it. */
export function Viewer({ target, onClose }: ViewerProps) {
  const { t } = useTranslation(['viewer', 'common']);
  const describe = useDescribeLocator();
  const { documentId, hits = [], within } = target;
  const { data, error, reload } = useQuery('library.show', { id: documentId, withChunks: false });
  const document = data?.id === documentId ? data : null;
  const [chosen, setChosen] = useState<{ target: ViewerTarget; tab: Tab } | null>(null);
  const [hop, setHop] = useState<{ target: ViewerTarget; at: number } | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const first = target.locator ? hits.indexOf(target.locator) : -1;
  const at = hop?.target === target ? hop.at : Math.max(0, first);
  const locator = (hop?.target === target ? hits[hop.at] : target.locator) ?? null;
  const name = document ? nameOf(document) : (target.name ?? '');
  const wished = chosen?.target === target ? chosen.tab : (target.tab ?? 'document');
  const isHeard = document !== null && isRecording(document.mediaType) && document.parts > 0;
  const isAwaited = document !== null && isRecording(document.mediaType) && document.status === 'pending';
  const tabs: readonly Tab[] = isHeard ? recordingTabs : documentTabs;
  // There is nothing to look at in what could not be read, and nothing to be alike.
  const isUnread = document?.parts === 0 && !isAwaited;
  const tab = isUnread ? 'details' : tabs.includes(wished) ? wished : 'document';

  // Read again, tagged, moved: what is told of it follows.
  useFollow('library.follow', {}, () => {
    if (document && document.status !== 'indexed' && document.status !== 'unchanged') reload();
  });
  const isCovered = useIsCovered();
  useHotkeys(
    [
      [
        'Escape',
        (event) => {
          // What lies over it closes first.
          if (!event.defaultPrevented && !isCovered.current) onClose();
        },
        // Otherwise it is prevented before it is asked whether somebody did.
        { preventDefault: false },
      ],
    ],
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another target is another page to be read from its top
  useEffect(() => heading.current?.focus(), [target]);

  const besides = document && (
    <>
      {tab === 'details' && (
        <DetailsTab key={documentId} document={document} name={name} onChanged={reload} />
      )}
      {tab === 'similar' && <SimilarTab documentId={documentId} />}
    </>
  );
  const steps = locator?.within ?? within ?? [];
  const place = locator ? describe({ ...locator, within: [] }, name) : '';
  return (
    <aside className={classes.panel} aria-label={t('common:viewer.label')}>
      <ViewerHead
        heading={heading}
        name={name}
        path={document?.path ?? null}
        documentId={documentId}
        locator={locator}
        place={place}
        hits={hits.length}
        hit={at}
        onHit={(next) => setHop({ target, at: next })}
        onClose={onClose}
      >
        {steps.length > 0 && <Containers file={fileName(document?.path ?? name)} within={steps} />}
        {document && !isUnread && (
          <SegmentedControl
            size="xs"
            aria-label={t('tabs.label')}
            data={tabs.map((one) => ({
              value: one,
              label: one === 'document' && (isHeard || isAwaited) ? t('tabs.transcript') : t(`tabs.${one}`),
            }))}
            value={tab}
            onChange={(value) => setChosen({ target, tab: value as Tab })}
          />
        )}
      </ViewerHead>
      {error && !document && <ErrorNotice message={error} onRetry={reload} />}
      {!error && !document && (
        <Center p="xl">
          <Loader size="sm" aria-label={t('loading')} />
        </Center>
      )}
      {document && isAwaited && tab === 'document' && <AwaitedRecording path={document.path} />}
      {document && isHeard && (
        <RecordingView
          key={documentId}
          documentId={documentId}
          name={name}
          locator={locator}
          wish={hop?.target === target ? hop : target}
          tab={tab === 'document' ? 'transcript' : tab === 'summary' ? 'summary' : 'other'}
        >
          {besides}
        </RecordingView>
      )}
      {document && !isHeard && !isAwaited && tab === 'document' && (
        <DocumentTab
          key={documentId}
          document={document}
          name={name}
          locator={locator}
          within={locator ? undefined : within}
          wish={hop?.target === target ? hop : target}
        />
      )}
      {!isHeard && besides}
    </aside>
  );
}

/** Whether a dialog or a menu was open when the key was pressed: by the time that the key gets here, it may have closed. */
function useIsCovered(): RefObject<boolean> {
  const isCovered = useRef(false);
  useEffect(() => {
    const look = () => {
      isCovered.current = document.querySelector('[role="dialog"], [role="menu"]') !== null;
    };
    window.addEventListener('keydown', look, { capture: true });
    return () => window.removeEventListener('keydown', look, { capture: true });
  }, []);
  return isCovered;
}
