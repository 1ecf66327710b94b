import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sentence that answers the tests' question; it stands once, in `fund.md`. */
export const answerSentence = 'The reserve fund stands at two million euros and is held in Lugano.';

const fund = `# Statutes of the association

## Membership

Members pay their dues in March. Whoever joins later pays for the rest of the year.

## Reserve fund

${answerSentence} It may only be used with the consent of the supervisory board.

## Dissolution

What is left goes to the municipal library.
`;

const garden = `<!doctype html><html lang="en"><head><title>Garden calendar</title></head><body><article>
<h1>Garden calendar</h1><p>Sow broad beans in February and tomatoes under glass in March. The apple trees are pruned
before the buds open, and the hedges after the birds have left their nests.</p>
<p>Water the young plants in the morning. In dry summers the kitchen garden needs ten litres for every square metre.</p>
</article><script>document.title = 'changed'</script></body></html>`;

/** Three readable documents of different types. */
export function writeDocuments(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fund.md'), fund);
  writeFileSync(join(folder, 'garden.html'), garden);
  writeFileSync(join(folder, 'note.txt'), 'The spare keys hang behind the boiler in the cellar.\n');
}

/** One that says it is a PDF and is not, one of a type nobody reads, and an empty one. */
export function writeTroublesomeFiles(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7\nthis is not how it goes on');
  writeFileSync(join(folder, 'disk.img'), Buffer.from([0, 1, 2, 3, 255, 254, 0, 0]));
  writeFileSync(join(folder, 'empty.txt'), '');
}

/** Enough to be stopped in the middle of. */
export function writeManyFiles(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const text = Array.from(
      { length: 60 },
      (_, line) => `Line ${line} of report ${index} tells of item ${index * line}.`,
    );
    writeFileSync(join(folder, `report-${index}.txt`), text.join(' '));
  }
}
