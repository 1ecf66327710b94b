import type { DocumentMetadata, Part } from '@adiuva/contracts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';

/** What a mail says of itself, on one line each; absent where it does not. */
export interface MailHeaders {
  from?: string | undefined;
  to?: string | undefined;
  cc?: string | undefined;
  bcc?: string | undefined;
  /** As it stands in the mail. */
  date?: string | undefined;
  subject?: string | undefined;
  /** Unix milliseconds. */
  sentAt?: number | undefined;
}

const lines = [
  ['From', 'from'],
  ['To', 'to'],
  ['Cc', 'cc'],
  ['Bcc', 'bcc'],
  ['Date', 'date'],
  ['Subject', 'subject'],
] as const;

/** Of a header that names a thousand people; all of them are in the text. */
const maxPropertyLength = 2_000;

/** A mail's parts: its headers in lines, then its text. */
export function messageParts(headers: MailHeaders, body: FlowDocument): Part[] {
  const text = lines
    .flatMap(([label, key]) => (headers[key] ? [`${label}: ${headers[key]}`] : []))
    .join('\n');
  const heads = splitFlow({
    text,
    blocks: text === '' ? [] : [{ kind: 'paragraph', start: 0, end: text.length }],
  });
  const bodies = body.text.trim() === '' ? [] : splitFlow(body);
  return [
    ...heads.map((part) => asMessage(part, 'headers')),
    ...bodies.map((part) => asMessage(part, 'body')),
  ];
}

function asMessage(part: Part, section: 'headers' | 'body'): Part {
  const { headingPath = [], ...rest } = part;
  return {
    ...rest,
    kind: 'message',
    locator: { kind: 'message', part: 0, start: 0, end: part.text.length, section },
    ...(headingPath.length > 0 && { headingPath }),
  };
}

export function mailMetadata(headers: MailHeaders): DocumentMetadata {
  const { subject, from, sentAt } = headers;
  const properties: Record<string, string> = {};
  for (const key of ['from', 'to', 'cc', 'bcc', 'subject'] as const) {
    const value = headers[key];
    if (value)
      properties[key] = value.length > maxPropertyLength ? `${value.slice(0, maxPropertyLength)}…` : value;
  }
  return {
    ...(subject && { title: subject.slice(0, maxPropertyLength) }),
    ...(from && { author: nameOfSender(from) }),
    ...(sentAt !== undefined && { createdAt: sentAt }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** The name in `"Ann Lee" <ann@example.org>`, or the address where there is none. */
function nameOfSender(from: string): string {
  const [, name = '', address = ''] = /^([^<]*)<([^>]*)>/.exec(from.slice(0, maxPropertyLength)) ?? [];
  const plain = name
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .replace(/\\(.)/g, '$1')
    .trim();
  return plain || address.trim() || from.slice(0, maxPropertyLength);
}

/** Several texts as one, a blank line between them. */
export function joinFlows(flows: readonly FlowDocument[]): FlowDocument {
  const full = flows.filter(({ text }) => text.trim() !== '');
  const blocks: FlowBlock[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const flow of full) {
    const offset = length;
    for (const block of flow.blocks)
      blocks.push({ ...block, start: block.start + offset, end: block.end + offset });
    texts.push(flow.text);
    length += flow.text.length + 2;
  }
  return { text: texts.join('\n\n'), blocks };
}
