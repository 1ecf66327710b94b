import { Skeleton } from '@mantine/core';
import { type PageViewport, type PDFDocumentProxy, TextLayer } from 'pdfjs-dist';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Highlight, Highlights } from './Highlights.tsx';
import { type PdfLink, readLinks } from './pdfLinks.ts';
import classes from './viewer.module.css';

/** A canvas of more is refused by some machines, and is sharp enough by then. */
const mostPixels = 16_000_000;

interface PdfPageProps {
  pdf: PDFDocumentProxy;
  /** 1-based. */
  number: number;
  scale: number;
  width: number;
  height: number;
  highlights: readonly Highlight[];
  onSize(number: number, width: number, height: number): void;
  onLink(link: PdfLink): void;
}

/** One page: drawn, with its text over it to be selected, what is marked on it, and its links. */
export function PdfPage({ pdf, number, scale, width, height, highlights, onSize, onLink }: PdfPageProps) {
  const { t } = useTranslation('viewer');
  const canvas = useRef<HTMLCanvasElement>(null);
  const textLayer = useRef<HTMLDivElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  const [links, setLinks] = useState<{ viewport: PageViewport; list: readonly PdfLink[] } | null>(null);

  useEffect(() => {
    let isOver = false;
    let stop: () => void = () => undefined;
    async function draw(): Promise<void> {
      const page = await pdf.getPage(number);
      if (isOver) return;
      const natural = page.getViewport({ scale: 1 });
      onSize(number, natural.width, natural.height);
      const viewport = page.getViewport({ scale });
      const density = Math.min(
        window.devicePixelRatio || 1,
        Math.sqrt(mostPixels / Math.max(1, viewport.width * viewport.height)),
      );
      // Drawn aside first: what is on the screen stays until the new one is whole.
      const target = document.createElement('canvas');
      target.width = Math.max(1, Math.floor(viewport.width * density));
      target.height = Math.max(1, Math.floor(viewport.height * density));
      const task = page.render({ canvas: target, viewport, transform: [density, 0, 0, density, 0, 0] });
      stop = () => task.cancel();
      await task.promise;
      const shown = canvas.current;
      if (isOver || !shown) return;
      shown.width = target.width;
      shown.height = target.height;
      shown.getContext('2d')?.drawImage(target, 0, 0);
      target.width = 0;
      setDrawn(true);

      const layer = textLayer.current;
      if (!layer) return;
      layer.replaceChildren();
      const text = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
      stop = () => text.cancel();
      await text.render();
      if (isOver) return;
      setLinks({ viewport, list: await readLinks(pdf, page) });
    }
    draw().catch(() => {
      // Given up, or a page that cannot be drawn: it stays as far as it came.
      if (!isOver) setDrawn(true);
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [pdf, number, scale, onSize]);

  return (
    <section
      className={classes.pdfPage}
      style={{ width, height, '--total-scale-factor': scale } as CSSProperties}
      aria-label={t('pdf.pageLabel', { page: number })}
    >
      {!isDrawn && <Skeleton height="100%" radius={0} aria-label={t('drawing')} />}
      <canvas ref={canvas} aria-hidden />
      <Highlights highlights={highlights} />
      <div ref={textLayer} className={classes.textLayer} />
      {links?.list.map((link) => {
        const [left = 0, bottom = 0, right = 0, top = 0] = link.rect;
        const [x1 = 0, y1 = 0] = links.viewport.convertToViewportPoint(left, bottom);
        const [x2 = 0, y2 = 0] = links.viewport.convertToViewportPoint(right, top);
        return (
          <button
            key={link.id}
            type="button"
            className={classes.pdfLink}
            title={link.url ?? t('pdf.toPage', { page: link.page ?? 1 })}
            aria-label={link.url ?? t('pdf.toPage', { page: link.page ?? 1 })}
            style={{
              left: Math.min(x1, x2),
              top: Math.min(y1, y2),
              width: Math.abs(x2 - x1),
              height: Math.abs(y2 - y1),
            }}
            onClick={() => onLink(link)}
          />
        );
      })}
    </section>
  );
}
