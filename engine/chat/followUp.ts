import type { Message } from '@adiuva/contracts/rpc';
import { contentWords, readWords } from './words.ts';

export interface Query {
  /** What to search for. */
  readonly text: string;
  /** Former questions that this one leans on; empty where it stands by itself. */
  readonly earlier: readonly string[];
}

/** Words that point back at what was said, in English, Italian, German, Polish, Korean, Spanish and French. */
const pointers = new Set(
  `it its he him his she her they them their that this those these there then same also else other another
  lui lei loro esso essa quello quella questo questa anche stesso stessa invece
  er sie es ihm ihr ihn ihnen sein seine deren dessen dort dann das dies diese dieser dieses auch
  on ona ono oni jego jej ich tam ten ta to tego tej tym tez
  그 그것 거기 그곳 그럼 그러면 그는 그녀 이것 또
  el ella ellos ese esa eso este esta esto alli tambien entonces
  il elle ils elles celui celle cela ca y aussi alors leur`.split(/\s+/),
);

const maxQueryLength = 10_000;

/**
 * What a question in a conversation is about. One that is short or points back takes the content words of the two
 * questions before it along; no language model is asked, so that a follow-up costs nothing.
 */
export function readQuery(question: string, history: readonly Pick<Message, 'role' | 'text'>[]): Query {
  const earlier = history.filter(({ role }) => role === 'user').slice(-2);
  const own = contentWords(question);
  const leans = own.length <= 2 || readWords(question).some(({ key }) => pointers.has(key));
  if (earlier.length === 0 || !leans) return { text: cut(question), earlier: [] };
  const carried = new Set<string>();
  for (const { text } of earlier.toReversed()) {
    for (const { raw } of contentWords(text).slice(0, 12)) carried.add(raw);
  }
  for (const { raw } of own) carried.delete(raw);
  return { text: cut(`${question} ${[...carried].join(' ')}`), earlier: earlier.map(({ text }) => text) };
}

function cut(text: string): string {
  return text.length <= maxQueryLength ? text : text.slice(0, maxQueryLength).toWellFormed();
}
