import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { columnLetters, type Table, type TableRow } from './tableRows.ts';
import classes from './viewer.module.css';

/** A page cannot hold a hundred thousand rows: so many are shown around what is marked. */
const rowsAtFirst = 200;
const rowsBefore = 20;
const rowsMore = 500;

interface TableViewProps {
  table: Table;
  /** Shows the letters of columns and the numbers of rows, by which a citation names cells. */
  isSheet: boolean;
}

export function TableView({ table, isSheet }: TableViewProps) {
  const { t } = useTranslation('viewer');
  const { headings, rows, columns, firstColumn } = table;
  const place = useMemo(() => {
    const current = rows.findIndex(({ isCurrent }) => isCurrent);
    return current < 0 ? rows.findIndex(({ isCited }) => isCited) : current;
  }, [rows]);
  const [more, setMore] = useState({ before: 0, after: 0 });
  const middle = Math.max(0, place - rowsBefore);
  const from = Math.max(0, middle - more.before);
  const to = Math.min(rows.length, middle + rowsAtFirst + more.after);
  const numbers = Array.from({ length: columns }, (_, index) => index);

  return (
    <div className={classes.tableBox}>
      {from > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => setMore((now) => ({ ...now, before: now.before + rowsMore }))}
        >
          {t('table.earlier', { count: from })}
        </Button>
      )}
      <table className={classes.table}>
        <thead>
          {isSheet && (
            <tr className={classes.letters}>
              <td />
              {numbers.map((index) => (
                <th key={index} scope="col">
                  {columnLetters(firstColumn + index)}
                </th>
              ))}
            </tr>
          )}
          {headings.map((row) => (
            <Row key={row.number} row={row} columns={numbers} isSheet={isSheet} isHeading />
          ))}
        </thead>
        <tbody>
          {rows.slice(from, to).map((row) => (
            <Row key={row.number} row={row} columns={numbers} isSheet={isSheet} isHeading={false} />
          ))}
        </tbody>
      </table>
      {to < rows.length && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => setMore((now) => ({ ...now, after: now.after + rowsMore }))}
        >
          {t('table.later', { count: rows.length - to })}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  row: TableRow;
  columns: readonly number[];
  isSheet: boolean;
  isHeading: boolean;
}

function Row({ row, columns, isSheet, isHeading }: RowProps) {
  const Cell = isHeading ? 'th' : 'td';
  const kind = row.isCurrent ? 'current' : row.isFound ? 'found' : row.isCited ? 'cited' : undefined;
  return (
    <tr data-kind={kind} aria-current={kind === 'cited' || kind === 'current' || undefined}>
      {isSheet && (
        <th scope="row" className={classes.rowNumber}>
          {row.number}
        </th>
      )}
      {columns.map((index) => (
        <Cell key={index} {...(isHeading && { scope: 'col' })} dir="auto">
          {row.cells[index] ?? ''}
        </Cell>
      ))}
    </tr>
  );
}
