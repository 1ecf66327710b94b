import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { columnLetters, type Table, type TableRow } from './tableRows.ts';
import classes from './viewer.module.css';

/** A page cannot hold a hundred thousand rows: so many are shown around what is cited. */
const rowsAtFirst = 200;
const rowsBefore = 20;
const rowsMore = 500;

interface TableViewProps {
  table: Table;
  /** Shows the letters of columns and the numbers of rows, by which a citation names cells. */
  isSheet: boolean;
}

export function TableView({ table, isSheet }: TableViewProps) {
  const { headings, rows, columns, firstColumn } = table;
  const cited = useMemo(() => rows.findIndex(({ isCited }) => isCited), [rows]);
  const [more, setMore] = useState({ before: 0, after: 0 });
  const from = Math.max(0, (cited < 0 ? 0 : cited - rowsBefore) - more.before);
  const to = Math.min(
    rows.length,
    (cited < 0 ? 0 : Math.max(0, cited - rowsBefore)) + rowsAtFirst + more.after,
  );
  const numbers = Array.from({ length: columns }, (_, index) => index);

  return (
    <div className={classes.tableBox}>
      {from > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => setMore((now) => ({ ...now, before: now.before + rowsMore }))}
        >
          Show earlier rows ({from} more)
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
          Show more rows ({rows.length - to} more)
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
  return (
    <tr data-cited={row.isCited || undefined} aria-current={row.isCited || undefined}>
      {isSheet && (
        <th scope="row" className={classes.rowNumber}>
          {row.number}
        </th>
      )}
      {columns.map((index) => (
        <Cell key={index} {...(isHeading && { scope: 'col' })}>
          {row.cells[index] ?? ''}
        </Cell>
      ))}
    </tr>
  );
}
