// biome-ignore-all lint/a11y/useSemanticElements: rows that lie where they belong in a hundred thousand are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: a row takes the focus, its cells and the heads do not
import type { DocumentSummary, Job } from '@adiuva/contracts/rpc';
import { Checkbox, UnstyledButton } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowWindows } from '../../components/rowWindows.ts';
import { columnsFor, gridTemplate, rowHeight } from './columns.ts';
import { DocumentRow } from './DocumentRow.tsx';
import { type LibraryFilter, sortedBy } from './libraryFilter.ts';
import { isSelected, movedRow, type Selection, selectedCount } from './selection.ts';
import classes from './table.module.css';
import { useRowWords } from './useRowWords.ts';

export interface TableActions {
  onOpen(document: DocumentSummary): void;
  onDetails(document: DocumentSummary): void;
  onMenu(document: DocumentSummary, at: { x: number; y: number }): void;
  onRemove(document: DocumentSummary): void;
}

interface DocumentTableProps extends TableActions {
  rows: RowWindows<DocumentSummary>;
  filter: LibraryFilter;
  onFilter(filter: LibraryFilter): void;
  selection: Selection;
  onToggle(document: DocumentSummary): void;
  /** From the row last chosen to this one; the rows between may not be here. */
  onRange(from: number, to: number): void;
  onAll(isChosen: boolean): void;
  running: ReadonlyMap<string, Job>;
}

/** Every document of the view, of which only those in sight are in the page. */
export function DocumentTable({
  rows,
  filter,
  onFilter,
  selection,
  onToggle,
  onRange,
  onAll,
  running,
  ...actions
}: DocumentTableProps) {
  const { t } = useTranslation('library');
  const words = useRowWords();
  const total = rows.total() ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const box = useMergedRef(scroller, sizeRef);
  const shown = useMemo(() => columnsFor(width), [width]);
  const template = gridTemplate(shown);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const takesFocus = useRef(false);
  const current = Math.max(0, Math.min(active, total - 1));

  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: 40,
    // The row with the focus stays in the page wherever one scrolls.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const inSight = defaultRangeExtractor(range);
        if (current >= range.count || inSight.includes(current)) return inSight;
        return [...inSight, current].sort((a, b) => a - b);
      },
      [current],
    ),
  });
  const items = virtualizer.getVirtualItems();
  const { startIndex: first, endIndex: last } = virtualizer.range ?? { startIndex: 0, endIndex: 20 };
  useEffect(() => rows.show(first, Math.max(first, last)), [rows, first, last]);

  // Another view is looked at from its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are another view
  useEffect(() => {
    setActive(0);
    anchor.current = 0;
    scroller.current?.scrollTo({ top: 0 });
  }, [rows]);

  useEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    scroller.current
      ?.querySelector<HTMLElement>(`[aria-rowindex="${current + 2}"]`)
      ?.focus({ preventScroll: true });
  });

  function moveTo(index: number, isRange: boolean): void {
    setActive(index);
    takesFocus.current = true;
    virtualizer.scrollToIndex(index, { align: 'auto' });
    if (isRange) onRange(anchor.current, index);
    else anchor.current = index;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const to = total === 0 ? null : movedRow(event.key, current, total, pageRows);
    const document = rows.rowAt(current);
    const isCommand = event.metaKey || event.ctrlKey;
    if (to !== null) moveTo(to, event.shiftKey);
    else if (event.key.toLowerCase() === 'a' && isCommand) onAll(true);
    else if (event.key === 'Escape' && selectedCount(selection, total) > 0) onAll(false);
    else if (isCommand || !document) return;
    else if (event.key === 'Enter') actions.onOpen(document);
    else if (event.key === ' ') {
      anchor.current = current;
      onToggle(document);
    } else if (event.key === 'i') actions.onDetails(document);
    else if (event.key === 'Delete') actions.onRemove(document);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { left, bottom } = event.target.getBoundingClientRect();
      actions.onMenu(document, { x: left + 96, y: bottom - 8 });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const choose = useCallback(
    (index: number, document: DocumentSummary, isRange: boolean) => {
      setActive(index);
      if (isRange) onRange(anchor.current, index);
      else {
        anchor.current = index;
        onToggle(document);
      }
    },
    [onRange, onToggle],
  );

  const count = selectedCount(selection, total);
  return (
    <div
      ref={box}
      role="grid"
      className={classes.grid}
      aria-label={t('table.label')}
      aria-rowcount={total + 1}
      aria-colcount={shown.length + 3}
      aria-multiselectable
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
        <div role="columnheader" className={classes.check}>
          <Checkbox
            size="xs"
            aria-label={t('table.selectAll')}
            checked={count > 0 && count === total}
            indeterminate={count > 0 && count < total}
            disabled={total === 0}
            onChange={(event) => onAll(event.currentTarget.checked)}
          />
        </div>
        <div role="columnheader" aria-label={t('table.columns.picture')} />
        {shown.map(({ name, sort }) => {
          const isSorted = sort !== null && filter.sort === sort;
          const direction = filter.isDescending ? 'descending' : 'ascending';
          return (
            <div
              key={name}
              role="columnheader"
              className={classes.headCell}
              aria-sort={sort === null ? undefined : isSorted ? direction : 'none'}
            >
              {sort === null ? (
                t(`table.columns.${name}`)
              ) : (
                <UnstyledButton className={classes.sort} onClick={() => onFilter(sortedBy(filter, sort))}>
                  {t(`table.columns.${name}`)}
                  {isSorted &&
                    (filter.isDescending ? (
                      <IconChevronDown size={14} aria-hidden />
                    ) : (
                      <IconChevronUp size={14} aria-hidden />
                    ))}
                </UnstyledButton>
              )}
            </div>
          );
        })}
        <div role="columnheader" aria-label={t('table.columns.menu')} />
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const document = rows.rowAt(item.index);
          return (
            <DocumentRow
              key={item.index}
              index={item.index}
              top={item.start}
              template={template}
              columns={shown}
              document={document}
              job={document && running.get(document.path)}
              words={words}
              isActive={item.index === current}
              isSelected={document !== undefined && isSelected(selection, document.id)}
              onChoose={choose}
              onFocusRow={setActive}
              onOpen={actions.onOpen}
              onMenu={actions.onMenu}
            />
          );
        })}
      </div>
    </div>
  );
}
