import { readChart, readDiagram } from './chartText.ts';
import type { OfficePackage } from './officePackage.ts';
import type { Origin } from './origin.ts';
import type { Relationship } from './relationships.ts';
import type { StoryBlock } from './storyBlocks.ts';

/** What charts and diagrams of a part say, by relationship: a chart's titles and its values as a table. */
export async function readFigures(
  origin: Origin,
  files: OfficePackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<Map<string, StoryBlock[]>> {
  const figures = new Map<string, StoryBlock[]>();
  const paragraph = (text: string): StoryBlock => ({ kind: 'paragraph', text, level: 0 });
  for (const [id, { type, target }] of relationships) {
    if (type === 'diagramData') figures.set(id, (await readDiagram(origin, files, target)).map(paragraph));
    if (type !== 'chart') continue;
    const { titles, cells } = await readChart(origin, files, target);
    const rows = cells.map((row) =>
      row.map((text) => ({ blocks: [paragraph(text)], columns: 1, isCovered: false })),
    );
    const title: StoryBlock[] = titles.map((text) => ({ kind: 'caption', text, level: 0 }));
    figures.set(id, [...title, { kind: 'table', rows }]);
  }
  return figures;
}
