import type { Locator } from '@adiuva/contracts';
import type { Message } from '@adiuva/contracts/rpc';
import { fileName } from '../../components/fileName.ts';

/** An answer for another program: its text, and its sources by their numbers. */
export function answerAsText(
  { text, citations }: Pick<Message, 'text' | 'citations'>,
  describeLocator: (locator: Locator, title: string | null) => string,
): string {
  if (citations.length === 0) return text;
  const sources = citations.map(({ n, title, path, locator }) => {
    const place = describeLocator(locator, title);
    return `[${n}] ${title ?? fileName(path)}${place === '' ? '' : `, ${place}`}`;
  });
  return `${text}\n\n${sources.join('\n')}`;
}
