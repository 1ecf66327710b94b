import type { OfficePackage } from './officePackage.ts';
import { ignoreDamage, type Origin } from './origin.ts';
import { oneLine } from './packageProperties.ts';
import { readXml } from './readXml.ts';

/** What a reader sees of a chart: its titles, and its values as a table with a row a category. */
export interface ChartText {
  titles: string[];
  cells: string[][];
}

interface Series {
  name: string;
  categories: string[];
  values: string[];
}

const maxPoints = 2_000;
const maxSeries = 200;

/** Reads a chart's part; the workbook behind it holds the same figures and is not opened. */
export async function readChart(origin: Origin, files: OfficePackage, entry: string): Promise<ChartText> {
  const titles: string[] = [];
  const series: Series[] = [];
  const path: string[] = [];
  let current: Series | undefined;
  let text = '';
  let title: string | undefined;
  let index = 0;

  await readXml(origin, files.stream(entry), {
    open(name, attributes) {
      path.push(name);
      if (name === 'c:title') title = '';
      if (name === 'c:ser') current = { name: '', categories: [], values: [] };
      if (name === 'c:pt') index = Math.trunc(Number(attributes.idx));
      if (name === 'c:v' || name === 'a:t') text = '';
    },
    text(more) {
      const name = path.at(-1);
      if (name === 'c:v' || name === 'a:t') text += more;
    },
    close(name) {
      path.pop();
      if (name === 'a:t' && title !== undefined) title += text;
      if (name === 'a:p' && title) title += ' ';
      if (name === 'c:title') {
        if (title && oneLine(title)) titles.push(oneLine(title));
        title = undefined;
      }
      if (name === 'c:v' && current) {
        if (path.includes('c:tx')) current.name = oneLine(text);
        else if (index >= 0 && index < maxPoints) {
          if (path.includes('c:cat') || path.includes('c:xVal')) current.categories[index] = oneLine(text);
          else if (path.includes('c:val') || path.includes('c:yVal')) current.values[index] = roundish(text);
        }
      }
      if (name === 'c:ser' && current) {
        if (series.length < maxSeries) series.push(current);
        current = undefined;
      }
    },
  }).catch(ignoreDamage);
  return { titles, cells: cellsOf(series) };
}

function cellsOf(series: readonly Series[]): string[][] {
  const length = Math.max(
    0,
    ...series.map(({ categories, values }) => Math.max(categories.length, values.length)),
  );
  if (length === 0) return series.filter(({ name }) => name).map(({ name }) => [name]);
  const categories = series.find((one) => one.categories.length > 0)?.categories ?? [];
  const rows = Array.from({ length }, (_, row) => [
    categories[row] ?? '',
    ...series.map(({ values }) => values[row] ?? ''),
  ]);
  return [['', ...series.map(({ name }) => name)], ...rows];
}

/** 0.30000000000000004 is 0.3 to a reader. */
function roundish(text: string): string {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? String(Number(value.toPrecision(12))) : oneLine(text);
}

/** The texts of a diagram (SmartArt), one a shape. */
export async function readDiagram(origin: Origin, files: OfficePackage, entry: string): Promise<string[]> {
  const lines: string[] = [];
  let line = '';
  let isText = false;
  await readXml(origin, files.stream(entry), {
    open(name) {
      isText = name === 'a:t';
      if (name === 'a:br') line += ' ';
    },
    text(more) {
      if (isText) line += more;
    },
    close(name) {
      isText = false;
      if (name === 'a:p') line += ' ';
      if (name !== 'dgm:pt') return;
      if (oneLine(line)) lines.push(oneLine(line));
      line = '';
    },
  }).catch(ignoreDamage);
  return lines;
}
