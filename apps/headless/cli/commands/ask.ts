import { basename } from 'node:path';
import { describeLocator } from '@adiuva/contracts';
import type { Answer, Citation } from '@adiuva/contracts/rpc';
import { requireWords } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, printable, style } from '../output.ts';

export interface AskOptions {
  kb?: string;
  model?: string;
}

export async function ask(
  context: CommandContext,
  words: readonly string[],
  { kb, model }: AskOptions,
): Promise<void> {
  const question = requireWords(words, 'question');
  const engine = await context.engine();
  const streams = !context.isJson && process.stdout.isTTY === true;
  let hasStreamed = false;
  let answer: Answer;
  try {
    answer = await engine.call(
      'chat.ask',
      { question, ...(kb && { kb }), ...(model && { model }) },
      {
        signal: context.signal,
        onEvent: (event) => {
          if (!streams || event.type !== 'text') return;
          hasStreamed = true;
          process.stdout.write(printable(event.delta));
        },
      },
    );
  } finally {
    if (hasStreamed) process.stdout.write('\n');
  }
  context.result(answer, () => describe(answer, hasStreamed));
}

function describe(answer: Answer, hasStreamed: boolean): string[] {
  return [
    ...(hasStreamed ? [] : [printable(answer.answer)]),
    ...(answer.citations.length > 0 ? ['', ...answer.citations.flatMap(describeCitation)] : []),
    ...(answer.kind === 'generated' ? ['', style('dim', footer(answer))] : []),
  ];
}

function describeCitation({ n, path, title, quote, locator }: Citation): string[] {
  const where = describeLocator(locator, title);
  return [
    `${style('cyan', `[${n}]`)} ${style('bold', oneLine(title ?? basename(path)))}${where ? `, ${oneLine(where)}` : ''}`,
    `    ${style('dim', oneLine(path))}`,
    `    “${oneLine(quote)}”`,
  ];
}

/** Extracts say themselves what they are. */
function footer({ model, grounded, droppedCitations }: Answer): string {
  const checked = grounded ? '' : ' Not every statement has a checked citation.';
  const dropped = droppedCitations > 0 ? ` ${droppedCitations} citations did not hold and were dropped.` : '';
  return `Written by ${model}.${checked}${dropped}`;
}
