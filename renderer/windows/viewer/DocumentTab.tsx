import type { ContainerStep, Locator } from '@adiuva/contracts';
import { Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useCommand } from '../../frame/commands.ts';
import { useErrorWords } from '../../messages/index.ts';
import { DocumentBar, type Look } from './DocumentBar.tsx';
import { FindBar } from './FindBar.tsx';
import type { Mark } from './marks.ts';
import { highlightsOf, PartList } from './PartList.tsx';
import type { PdfControl } from './PdfView.tsx';
import { type Place, placeOfLocator } from './place.ts';
import type { ShownDocument } from './shownDocument.ts';
import { useFind } from './useFind.ts';
import { useParts, usePartWithin } from './useParts.ts';

// pdf.js comes when the first PDF does.
const PdfView = lazy(() => import('./PdfView.tsx').then((module) => ({ default: module.PdfView })));

interface DocumentTabProps {
  document: ShownDocument;
  name: string;
  locator: Locator | null;
  within: readonly ContainerStep[] | undefined;
  /** Another object asks to be brought to its place again. */
  wish: unknown;
}

const code = /^(text\/(javascript|css|x-(?!rst|tex))|application\/(json|x-ndjson|xml|xslt|yaml|toml))/;

/** The document itself: as it looks where it has looks, and what was read of it. */
export function DocumentTab({ document, name, locator, within, wish }: DocumentTabProps) {
  const { t } = useTranslation('viewer');
  const words = useErrorWords();
  const { id, mediaType, size } = document;
  const parts = useParts(id);
  const inside = usePartWithin(id, within);
  const [look, setLook] = useState<Look | null>(null);
  const [zoom, setZoom] = useState(1);
  const [part, setPart] = useState(0);
  const [page, setPage] = useState(1);
  const [pages, setPages] = useState(0);
  const [pdfError, setPdfError] = useState<unknown>(null);
  const [isFinding, setFinding] = useState(false);
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query, 200);
  const field = useRef<HTMLInputElement>(null);
  const control = useRef<PdfControl | null>(null);

  const isPdf = mediaType === 'application/pdf' && pdfError === null;
  const hasLooks = mediaType === 'application/pdf' || (mediaType?.startsWith('image/') ?? false);
  const citedLooks = locator?.kind === 'page' || locator?.kind === 'region' || locator?.kind === 'slide';
  const mayLook = hasLooks || citedLooks || parts.rowAt(inside.part ?? 0)?.kind === 'picture';
  const shown: Look = mayLook
    ? (look ?? (hasLooks || locator?.kind === 'region' ? 'picture' : 'text'))
    : 'text';
  const isPaged = isPdf && shown === 'picture';
  const find = useFind(id, isFinding ? asked : '', isPaged ? page - 1 : part);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another wish for the same place goes there again
  const citedPlace = useMemo<Place | null>(
    () =>
      locator
        ? placeOfLocator(locator)
        : inside.part !== null
          ? { part: inside.part, range: null, locator: null }
          : null,
    [locator, inside.part, wish],
  );
  const hit = find.hits[find.at];
  const foundPlace = useMemo<Place | null>(
    () => (hit ? { part: hit.part, range: hit, locator: null } : null),
    [hit],
  );
  const wished = foundPlace ?? citedPlace;
  // A part that was asked for by its number, until something else is asked for.
  const [going, setGoing] = useState<{ since: Place | null; place: Place } | null>(null);
  const place = going?.since === wished && going ? going.place : wished;

  const marksOf = useCallback(
    (of: number): readonly Mark[] => {
      const found = find.marksOf(of);
      if (citedPlace?.part !== of || !citedPlace.range) return found;
      return [{ kind: 'cited', ...citedPlace.range }, ...found];
    },
    [find.marksOf, citedPlace],
  );

  // Parts of a PDF are its pages, but for those on which nothing stands.
  const wantedPart = place ? parts.rowAt(place.part) : undefined;
  const pageOfPart = (of: number) => {
    const own = parts.rowAt(of)?.locator ?? (citedPlace?.part === of ? citedPlace.locator : null);
    return own?.kind === 'page' && !own.within?.length ? own.page : of + 1;
  };
  const wantedPage = place ? pageOfPart(place.part) : null;
  const wantedBoxes = useMemo(
    () =>
      place
        ? highlightsOf(wantedPart, [{ kind: 'current', ...(place.range ?? { start: 0, end: 0 }) }], place)
        : [],
    [place, wantedPart],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same page of another wish is another wish
  const pdfPlace = useMemo(
    () =>
      wantedPage === null ? null : { page: wantedPage, boxes: wantedBoxes.flatMap(({ boxes }) => boxes) },
    [wantedPage, wantedBoxes, place],
  );
  const pageHighlights = (number: number) => {
    // What is marked on a page stands in the part that is that page.
    const candidates = [number - 1, ...(place ? [place.part] : [])];
    const own = candidates.find((of) => pageOfPart(of) === number);
    return own === undefined ? [] : highlightsOf(parts.rowAt(own), marksOf(own), citedPlace);
  };
  const onPage = useCallback(
    (number: number) => {
      setPage(number);
      // Its lines are needed for what is marked on it.
      parts.show(Math.max(0, number - 2), number + 1);
    },
    [parts],
  );

  // The other look shows the page that was read in this one.
  const turnTo = (next: Look) => {
    setLook(next);
    const at = isPaged ? page - 1 : part;
    if (at !== place?.part) setGoing({ since: wished, place: { part: at, range: null, locator: null } });
  };
  const openFind = () => {
    setFinding(true);
    field.current?.focus();
    field.current?.select();
  };
  useCommand({
    id: 'viewer.find',
    label: t('find.label'),
    group: 'actions',
    shortcut: 'mod+F',
    run: openFind,
  });

  const error = inside.error ?? (parts.total() === null ? parts.error() : null);
  return (
    <>
      <DocumentBar
        look={shown}
        onLook={mayLook ? turnTo : null}
        zoom={shown === 'picture' ? zoom : null}
        onZoom={setZoom}
        page={isPaged ? page : part + 1}
        pages={isPaged ? pages : (parts.total() ?? 0)}
        kind={isPaged ? 'page' : 'part'}
        onPage={(number) => {
          if (isPaged) control.current?.goTo(number);
          else setGoing({ since: wished, place: { part: number - 1, range: null, locator: null } });
        }}
        onFind={openFind}
      />
      {isFinding && (
        <FindBar
          field={field}
          query={query}
          onQuery={setQuery}
          find={find}
          onClose={() => {
            setFinding(false);
            setQuery('');
          }}
        />
      )}
      {error !== null && <ErrorNotice message={words(error)} onRetry={parts.refresh} />}
      {pdfError !== null && shown === 'picture' && <ErrorNotice message={words(pdfError)} />}
      {isPaged ? (
        <Suspense fallback={<Skeleton m="md" style={{ flex: 1 }} aria-label={t('loading')} />}>
          <PdfView
            documentId={id}
            size={size}
            place={pdfPlace}
            highlightsOf={pageHighlights}
            zoom={zoom}
            control={control}
            onPages={setPages}
            onPage={onPage}
            onFail={setPdfError}
          />
        </Suspense>
      ) : (
        <PartList
          key={shown}
          documentId={id}
          name={name}
          parts={parts}
          look={shown}
          isCode={code.test(mediaType ?? '') && !document.memberList.length}
          place={place}
          marksOf={marksOf}
          zoom={zoom}
          onPart={setPart}
        />
      )}
    </>
  );
}
