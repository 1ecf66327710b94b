import { fileEmpty } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { createFlowWriter, type FlowWriter } from '../office/flowWriter.ts';
import { readText } from '../text/readText.ts';
import { contentLines, unescaped } from './contentLines.ts';

const shown: readonly [name: string, label: string][] = [
  ['NICKNAME', 'Called'],
  ['ORG', 'Organisation'],
  ['TITLE', 'Position'],
  ['ROLE', 'Role'],
  ['EMAIL', 'Mail'],
  ['TEL', 'Phone'],
  ['ADR', 'Address'],
  ['URL', 'Web'],
  ['BDAY', 'Born'],
  ['CATEGORIES', 'Categories'],
];

/** Contacts: each under its name. Pictures and keys stay out. */
export async function extractContacts(source: Source): Promise<Extracted> {
  const writer = createFlowWriter(source.name, source.limits.maxTextLength);
  let fields = new Map<string, string[]>();
  let count = 0;
  for (const { name, value } of contentLines(readText(source))) {
    if (name === 'BEGIN') fields = new Map();
    else if (name === 'END') {
      if (fields.size > 0) {
        writeContact(fields, writer);
        count++;
      }
      fields = new Map();
    } else if (!/^(?:PHOTO|LOGO|KEY|SOUND)$/.test(name)) {
      const held = fields.get(name) ?? [];
      if (held.length < 100) held.push(wordsOf(name, value));
      fields.set(name, held);
    }
  }
  const document = writer.finish();
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return { metadata: { properties: { contacts: count } }, parts: splitFlow(document), warnings: [] };
}

function writeContact(fields: ReadonlyMap<string, string[]>, writer: FlowWriter): void {
  const [family = '', given = ''] = fields.get('N')?.[0]?.split(', ') ?? [];
  const name = fields.get('FN')?.[0] || `${given} ${family}`.trim() || fields.get('ORG')?.[0] || '';
  writer.heading(1, name || 'Unnamed');
  for (const [field, label] of shown) {
    const values = fields.get(field)?.filter((value) => value !== '') ?? [];
    if (values.length > 0) writer.line('list', `${label}: ${[...new Set(values)].join('; ')}`);
  }
  for (const note of fields.get('NOTE') ?? []) writer.block('paragraph', note);
}

function wordsOf(name: string, value: string): string {
  const isCompound = name === 'ADR' || name === 'N' || name === 'ORG';
  if (!isCompound)
    return unescaped(value)
      .replace(/^(?:mailto|tel):/i, '')
      .trim();
  return value
    .split(/(?<!\\);/)
    .map((part) => unescaped(part).trim())
    .filter((part) => part !== '')
    .join(', ');
}
