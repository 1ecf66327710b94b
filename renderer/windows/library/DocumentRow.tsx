// biome-ignore-all lint/a11y/useSemanticElements: rows that lie where they belong in a hundred thousand are no table
// biome-ignore-all lint/a11y/useFocusableInteractive: a row takes the focus, its cells and the heads do not
import type { DocumentSummary, Job } from '@adiuva/contracts/rpc';
import { IconAlertTriangle, IconDotsVertical } from '@tabler/icons-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { fileName, folderOf } from '../../components/fileName.ts';
import { TypeIcon } from '../../components/TypeIcon.tsx';
import type { Column, ColumnName } from './columns.ts';
import { nameOf } from './libraryFilter.ts';
import { StatusMark } from './StatusMark.tsx';
import classes from './table.module.css';
import type { RowWords } from './useRowWords.ts';
import { useThumbnail } from './useThumbnails.ts';

interface DocumentRowProps {
  index: number;
  top: number;
  template: string;
  columns: readonly Column[];
  /** Undefined while it is on its way. */
  document: DocumentSummary | undefined;
  job: Job | undefined;
  words: RowWords;
  isActive: boolean;
  isSelected: boolean;
  onChoose(index: number, document: DocumentSummary, isRange: boolean): void;
  onFocusRow(index: number): void;
  onOpen(document: DocumentSummary): void;
  onMenu(document: DocumentSummary, at: { x: number; y: number }): void;
}

export const DocumentRow = memo(function DocumentRow({
  index,
  top,
  template,
  columns,
  document,
  job,
  words,
  isActive,
  isSelected,
  onChoose,
  onFocusRow,
  onOpen,
  onMenu,
}: DocumentRowProps) {
  const { t } = words;
  const name = document && nameOf(document);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-label={name}
      tabIndex={isActive ? 0 : -1}
      className={classes.row}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocusRow(index);
      }}
      onDoubleClick={() => document && onOpen(document)}
      onContextMenu={(event: MouseEvent) => {
        if (!document) return;
        event.preventDefault();
        onFocusRow(index);
        onMenu(document, { x: event.clientX, y: event.clientY });
      }}
    >
      <div role="gridcell" className={classes.check}>
        <input
          type="checkbox"
          className={classes.box}
          tabIndex={-1}
          checked={isSelected}
          disabled={!document}
          aria-label={t('table.select', { name: name ?? '' })}
          onChange={() => undefined}
          onClick={(event) => {
            event.stopPropagation();
            if (document) onChoose(index, document, event.shiftKey);
          }}
        />
      </div>
      <div role="gridcell" className={classes.picture}>
        {document && <Thumbnail document={document} />}
      </div>
      {columns.map((column) => (
        <div key={column.name} role="gridcell" className={classes.cell} data-column={column.name}>
          {document ? (
            <Cell column={column.name} document={document} job={job} words={words} onOpen={onOpen} />
          ) : (
            <span className={classes.blank} />
          )}
        </div>
      ))}
      <div role="gridcell" className={classes.check}>
        {document && (
          <button
            type="button"
            className={classes.more}
            tabIndex={-1}
            aria-label={t('table.menuOf', { name: name ?? '' })}
            aria-haspopup="menu"
            onClick={(event) => {
              event.stopPropagation();
              const { left, bottom } = event.currentTarget.getBoundingClientRect();
              onMenu(document, { x: left, y: bottom });
            }}
          >
            <IconDotsVertical size={16} />
          </button>
        )}
      </div>
    </div>
  );
});

interface CellProps {
  column: ColumnName;
  document: DocumentSummary;
  job: Job | undefined;
  words: RowWords;
  onOpen(document: DocumentSummary): void;
}

function Cell({ column, document, job, words, onOpen }: CellProps): ReactNode {
  const { bytes, moment, dateTime } = words.format;
  switch (column) {
    case 'name':
      return <NameCell document={document} job={job} words={words} onOpen={onOpen} />;
    case 'place':
      return (
        <>
          <span className={classes.line}>{words.baseName(document.kb)}</span>
          <span className={classes.folder} title={folderOf(document.path)}>
            {/* Cut at its start by writing it from the right, which must not turn its slashes around. */}
            <bdi dir="ltr">{folderOf(document.path)}</bdi>
          </span>
        </>
      );
    case 'type':
      return <span className={classes.line}>{words.types.of(document.mediaType)}</span>;
    case 'size':
      return <span className={classes.number}>{bytes(document.size)}</span>;
    case 'date':
      return (
        <span className={classes.number} title={dateTime(document.modifiedAt)}>
          {moment(document.modifiedAt)}
        </span>
      );
    case 'tags':
      return (
        <span className={classes.tags} title={document.tags.join(', ')}>
          {document.tags.map((tag) => (
            <bdi key={tag} className={classes.tag}>
              {tag}
            </bdi>
          ))}
        </span>
      );
    case 'status':
      return <StatusMark document={document} job={job} words={words} />;
  }
}

/** What it is called, and in a second line what a person has to know of it. */
function NameCell({ document, job, words, onOpen }: Omit<CellProps, 'column'>) {
  const { t } = words;
  const name = nameOf(document);
  const file = fileName(document.path);
  // Where it lies is said beside it; there is room for the reason.
  const reason = document.error && words.reason(document.error).replaceAll(document.path, file);
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={classes.name}
        // The end of a name is cut off, whichever way it is written.
        dir="auto"
        title={document.path}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(document);
        }}
      >
        {name}
      </button>
      {reason && !job ? (
        <span
          className={classes.reason}
          data-failed={document.status === 'failed' || undefined}
          title={reason}
        >
          {reason}
        </span>
      ) : (
        <span
          className={classes.line}
          data-quiet
          dir="auto"
          title={document.warnings.join('\n') || undefined}
        >
          {document.warnings.length > 0 && (
            <IconAlertTriangle
              size={13}
              className={classes.warning}
              aria-label={t('table.warnings', { count: document.warnings.length })}
            />
          )}
          {name === file ? folderOf(document.path) : file}
          {document.members > 0 && ` · ${t('table.members', { count: document.members })}`}
        </span>
      )}
    </>
  );
}

function Thumbnail({ document }: { document: DocumentSummary }) {
  const address = useThumbnail(document);
  return address === null ? (
    <span className={classes.icon}>
      <TypeIcon mediaType={document.mediaType} />
    </span>
  ) : (
    <img src={address} alt="" className={classes.thumbnail} draggable={false} />
  );
}
