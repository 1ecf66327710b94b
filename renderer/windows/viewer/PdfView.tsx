import { Skeleton } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import type { Highlight } from './Highlights.tsx';
import { spanOf } from './marks.ts';
import { type OpenPdf, openPdf } from './openPdf.ts';
import { PdfPage } from './PdfPage.tsx';
import type { PdfLink } from './pdfLinks.ts';
import { useOpenExternal } from './useOpenExternal.ts';
import classes from './viewer.module.css';

/** A page of the file and what is to be seen on it; another object is another wish. */
export interface PdfPlace {
  page: number;
  boxes: Highlight['boxes'];
}

export interface PdfControl {
  goTo(page: number): void;
}

interface PdfViewProps {
  documentId: string;
  size: number;
  place: PdfPlace | null;
  highlightsOf(page: number): readonly Highlight[];
  /** 1 is as wide as there is room. */
  zoom: number;
  control: RefObject<PdfControl | null>;
  onPages(count: number): void;
  /** The page at the top of what is in sight. */
  onPage(page: number): void;
  /** The file is not as it was, or nothing that can be shown so. */
  onFail(error: unknown): void;
}

const gap = 12;
const margin = 24;
/** Until a page is known: A4 in points. */
const usual = { width: 595, height: 842 };

/** The pages of a PDF as they look, of which only those in sight are drawn. */
export function PdfView(props: PdfViewProps) {
  const { documentId, size, onFail } = props;
  const { t } = useTranslation('viewer');
  const { client } = useConnection();
  const [pdf, setPdf] = useState<OpenPdf | null>(null);
  const fail = useRef(onFail);
  useEffect(() => {
    fail.current = onFail;
  });
  useEffect(() => {
    const controller = new AbortController();
    openPdf(client, documentId, size, controller.signal).then(
      (opened) => {
        if (controller.signal.aborted) opened.close();
        else setPdf(opened);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) fail.current(error);
      },
    );
    return () => {
      setPdf(null);
      controller.abort();
    };
  }, [client, documentId, size]);
  if (!pdf) return <Skeleton m="md" style={{ flex: 1 }} aria-label={t('loading')} />;
  return <PdfPages {...props} pdf={pdf} />;
}

function PdfPages({
  pdf: { document: pdf },
  place,
  highlightsOf,
  zoom,
  control,
  onPages,
  onPage,
}: PdfViewProps & { pdf: OpenPdf }) {
  const { t } = useTranslation('viewer');
  const openExternal = useOpenExternal();
  const scroller = useRef<HTMLElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLElement>();
  const box = useMergedRef(scroller, sizeRef);
  const [sizes, setSizes] = useState<ReadonlyMap<number, { width: number; height: number }>>(new Map());
  const base = sizes.get(1) ?? usual;
  const scale = Math.max(0.1, (Math.max(160, width - margin) / base.width) * zoom);
  const sizeOf = useCallback((page: number) => sizes.get(page) ?? base, [sizes, base]);

  const virtualizer = useVirtualizer({
    count: pdf.numPages,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizeOf(index + 1).height * scale,
    overscan: 1,
    gap,
    paddingStart: gap,
    paddingEnd: gap * 4,
  });
  const measuredAt = useRef(scale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages of another size lie elsewhere
  useEffect(() => {
    const area = scroller.current;
    const growth = scale / measuredAt.current;
    measuredAt.current = scale;
    const top = (area?.scrollTop ?? 0) * growth;
    const left = ((area?.scrollLeft ?? 0) + width / 2) * growth - width / 2;
    virtualizer.measure();
    if (growth === 1 || !area || area.scrollTop === 0) return;
    // What was read stays in sight at every size.
    const frame = requestAnimationFrame(() => area.scrollTo({ top, left }));
    return () => cancelAnimationFrame(frame);
  }, [virtualizer, scale, sizes]);
  useEffect(() => onPages(pdf.numPages), [pdf, onPages]);

  const onSize = useCallback((page: number, pageWidth: number, pageHeight: number) => {
    setSizes((before) => {
      const known = before.get(page);
      if (known?.width === pageWidth && known.height === pageHeight) return before;
      return new Map(before).set(page, { width: pageWidth, height: pageHeight });
    });
  }, []);
  // By the first page the width of all is fitted.
  useEffect(() => {
    let isOver = false;
    pdf.getPage(1).then(
      (page) => {
        const view = page.getViewport({ scale: 1 });
        if (!isOver) onSize(1, view.width, view.height);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [pdf, onSize]);

  const top = virtualizer.scrollOffset ?? 0;
  const shownPage = virtualizer.getVirtualItemForOffset(top + 120)?.index ?? 0;
  useEffect(() => onPage(shownPage + 1), [shownPage, onPage]);

  const goTo = useCallback(
    (page: number, share = 0) => {
      const index = Math.max(0, Math.min(pdf.numPages - 1, page - 1));
      const start = virtualizer.getOffsetForIndex(index, 'start')?.[0];
      if (start === undefined) return;
      const within = share * sizeOf(index + 1).height * scale;
      const above = share > 0 ? (scroller.current?.clientHeight ?? 0) / 4 : gap;
      virtualizer.scrollToOffset(Math.max(0, start + within - above));
    },
    [pdf, virtualizer, sizeOf, scale],
  );
  useImperativeHandle(control, () => ({ goTo }), [goTo]);

  const arrived = useRef<PdfPlace | null>(null);
  const isFitted = sizes.has(1) && width > 0;
  useEffect(() => {
    if (!place || !isFitted || arrived.current === place) return;
    let isOver = false;
    const { page: number, boxes } = place;
    pdf.getPage(Math.max(1, Math.min(pdf.numPages, number))).then(
      (page) => {
        if (isOver) return;
        const view = page.getViewport({ scale: 1 });
        onSize(number, view.width, view.height);
        // Once its size is known to the list.
        requestAnimationFrame(() => {
          if (isOver) return;
          arrived.current = place;
          goTo(number, spanOf(boxes)?.top ?? 0);
        });
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [place, isFitted, pdf, goTo, onSize]);

  function follow(link: PdfLink): void {
    if (link.page !== null) goTo(link.page);
    else if (link.url !== null) openExternal(link.url);
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={box} className={classes.pages} tabIndex={0} aria-label={t('look.pictureLabel')}>
      <div
        className={classes.pageStack}
        style={{ height: virtualizer.getTotalSize(), minWidth: base.width * scale + margin }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const own = sizeOf(item.index + 1);
          return (
            <div
              key={item.key}
              className={classes.pageSlot}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <PdfPage
                pdf={pdf}
                number={item.index + 1}
                scale={scale}
                width={own.width * scale}
                height={own.height * scale}
                highlights={highlightsOf(item.index + 1)}
                onSize={onSize}
                onLink={follow}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
