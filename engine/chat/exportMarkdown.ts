import { describeLocator } from '@adiuva/contracts';
import type { Citation } from '@adiuva/contracts/rpc';
import { yieldToEventLoop } from '#base';
import type { MessageRecord } from '#storage';
import { codeSpan, containMarkdown, escapeMarkdown } from './markdownText.ts';
import { guessLanguage } from './words.ts';

interface Labels {
  question: string;
  answer: string;
  extracts: string;
  attached: string;
  stopped: string;
  failed: string;
  unchecked: string;
}

const english: Labels = {
  question: 'Question',
  answer: 'Answer',
  extracts: 'Extracts',
  attached: 'attached',
  stopped: 'Stopped before its end.',
  failed: 'No answer:',
  unchecked: 'Not every statement has a source that was checked.',
};

const labelsByLanguage: Readonly<Record<string, Labels>> = {
  en: english,
  it: {
    question: 'Domanda',
    answer: 'Risposta',
    extracts: 'Estratti',
    attached: 'allegati',
    stopped: 'Interrotta prima della fine.',
    failed: 'Nessuna risposta:',
    unchecked: 'Non ogni affermazione ha una fonte verificata.',
  },
  pl: {
    question: 'Pytanie',
    answer: 'Odpowiedź',
    extracts: 'Fragmenty',
    attached: 'załączniki',
    stopped: 'Przerwana przed końcem.',
    failed: 'Brak odpowiedzi:',
    unchecked: 'Nie każde stwierdzenie ma sprawdzone źródło.',
  },
  ko: {
    question: '질문',
    answer: '답변',
    extracts: '발췌',
    attached: '첨부',
    stopped: '끝나기 전에 중단되었습니다.',
    failed: '답변 없음:',
    unchecked: '확인된 출처가 없는 문장이 있습니다.',
  },
  de: {
    question: 'Frage',
    answer: 'Antwort',
    extracts: 'Auszüge',
    attached: 'Anhänge',
    stopped: 'Vor dem Ende abgebrochen.',
    failed: 'Keine Antwort:',
    unchecked: 'Nicht jede Aussage hat eine geprüfte Quelle.',
  },
};

/**
 * A branch as Markdown that any program shows: questions as quotations, answers as they are, sources as footnotes.
 * The words around it are in the language of the first question, where it is one of ours.
 */
export async function exportMarkdown(title: string, messages: readonly MessageRecord[]): Promise<string> {
  const language = guessLanguage(messages[0]?.text ?? '') ?? 'en';
  const labels = labelsByLanguage[language] ?? english;
  const notes: string[] = [];
  const blocks = [`# ${escapeMarkdown(title)}`];
  for (const [index, message] of messages.entries()) {
    if (index % 16 === 15) await yieldToEventLoop();
    if (message.role === 'user') blocks.push(...questionBlocks(message, labels));
    else {
      const first = notes.length;
      const marks = new Map(message.citations.map(({ n }, at) => [n, first + at + 1]));
      notes.push(...message.citations.map((citation, at) => note(citation, first + at + 1)));
      blocks.push(...answerBlocks(message, marks, labels));
    }
  }
  if (notes.length > 0) blocks.push('---', notes.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function questionBlocks({ text, attachments, createdAt }: MessageRecord, labels: Labels): string[] {
  const names = attachments.map(({ name }) => escapeMarkdown(name));
  const attached = names.length > 0 ? ` · ${labels.attached}: ${names.join(', ')}` : '';
  const quoted = containMarkdown(text).replace(/^/gm, '> ');
  return [`**${labels.question}** · ${date(createdAt)}${attached}`, quoted];
}

function answerBlocks(
  { text, kind, model, state, error, grounded, createdAt }: MessageRecord,
  marks: ReadonlyMap<number, number>,
  labels: Labels,
): string[] {
  const by =
    kind === 'generated' ? `**${labels.answer}** · ${escapeMarkdown(model ?? '')}` : `**${labels.extracts}**`;
  const remarks = [
    ...(state === 'stopped' ? [labels.stopped] : []),
    ...(state === 'failed' ? [`${labels.failed} ${escapeMarkdown(error?.message ?? '')}`.trim()] : []),
    ...(state === 'complete' && kind === 'generated' && !grounded ? [labels.unchecked] : []),
  ];
  return [
    `${by} · ${date(createdAt)}`,
    ...(text.trim() === '' ? [] : [containMarkdown(text, marks)]),
    ...remarks.map((remark) => `*${remark}*`),
  ];
}

function note({ title, path, locator, quote }: Citation, number: number): string {
  const where = [title ?? '', describeLocator(locator, title)].filter((words) => words !== '').join(' › ');
  const what = [escapeMarkdown(where), codeSpan(path), `“${escapeMarkdown(quote)}”`];
  return `[^${number}]: ${what.filter((words) => words !== '').join(' — ')}`;
}

/** In the time of this machine, as `2026-11-21 04:17`. */
function date(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(at);
}

/** A name that every file system takes. */
export function exportName(title: string): string {
  const name = title
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 100)
    .toWellFormed()
    .replace(/\ufffd/g, '')
    .replace(/^[. ]+|[. ]+$/g, '');
  const isReserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name);
  return `${name === '' || isReserved ? `chat ${name}`.trim() : name}.md`;
}
