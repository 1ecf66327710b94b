import type { RecordingSummary } from '@adiuva/contracts/rpc';

/** A summary as Markdown, to be pasted elsewhere: each line with the first second that it rests on. */
export function summaryAsText(summary: RecordingSummary, clock: (ms: number) => string): string {
  const sections = summary.sections.map(({ title, lines }) => {
    const said = lines.map(({ text, evidence, owner, due }) => {
      const [first] = evidence;
      const besides = [owner, due, first && clock(first.startMs)].filter(
        (part) => part !== undefined && part !== '',
      );
      return `- ${text}${besides.length > 0 ? ` (${besides.join(', ')})` : ''}`;
    });
    return [`## ${title}`, '', ...said].join('\n');
  });
  return `${[`# ${summary.templateName}`, ...sections].join('\n\n')}\n`;
}
