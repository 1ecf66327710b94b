import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractionSchema } from '@adiuva/contracts/workers';
import { expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { extractAll, generousLimits } from '../testing/extractBytes.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/documents', import.meta.url));

const failures: Readonly<Record<string, string>> = {
  'eml/empty.eml': 'file_empty',
  'eml/fake-encrypted.eml': 'file_encrypted',
  'fake-encrypted.msg': 'file_encrypted',
};

/** What a person reads in them: in the text, or as title. */
const phrases: Readonly<Record<string, readonly string[]>> = {
  'eml/email-no-utf8-2008-07-16.062410.eml': ['RE: שלום', 'סלבה היקר', 'אני חושב שזה לא יהיה מקצועי'],
  'eml/email-equals-attachment-filename.eml': ['Below is an example of an odd filename', 'Odd filename'],
  'eml/fake-email-utf-16-be.eml': ['- Roses are red\n- Violets are blue'],
  'eml/fake-email-malformed-encoding.eml': [
    'This is a test email to use for unit tests.',
    '- Violets are blue',
  ],
  'eml/mime-word-encoded-subject.eml': ['Subject: Simple email with ☸☿ Unicode subject'],
  'eml/mime-multipart-digest.eml': ['This is the first message in the digest.', 'Subject: Second Message'],
  'eml/mime-html-only.eml': ['The first emoticon, :) , was proposed by Scott Fahlman in 1982'],
  'eml/fake-email-header.eml': ['Cc: Fake Email <fake-email@unstructured.io>, test@unstructured.io'],
  'eml/email-replace-mime-encodings-error-5.eml': ['21st – 22nd April, 2022 | Berlin, Germany'],
  'eml/signed-doc.p7s': ['This is a test'],
  'language-docs/eng_spa_mult.eml': ['All human beings are born free and equal in dignity and rights.'],
  'fake-email-attachment.msg': [
    'Hey this is a fake attachment!',
    '- Little to no content',
    'From: Mallori Harrell <mallori@unstructured.io>',
  ],
  'fake-email-with-cc-and-bcc.msg': ['Bcc: hello@unstructured.io', 'This is a test email. Please ignore.'],
  'simple.zip': ['The way to get new ideas is to notice anomalies'],
};

it.skipIf(!existsSync(corpus))(
  'gives every real mail its outcome, and the words a reader finds in it',
  async () => {
    const paths = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(?:eml|msg|zip|p7s)$/.test(path),
    );
    expect(paths.length).toBeGreaterThan(40);
    const extractor = createExtractor();
    for (const path of paths) {
      const outcome = await extractAll(extractor, { path: join(corpus, path), limits: generousLimits }).then(
        (extraction) => ({ code: 'indexed', extraction }),
        (error: { code: string }) => ({ code: error.code, extraction: undefined }),
      );
      expect([path, outcome.code]).toEqual([path, failures[path] ?? 'indexed']);
      if (!outcome.extraction) continue;
      const { parts, members } = extractionSchema.parse(outcome.extraction);
      const text = parts.map((part) => part.text).join('\n');
      for (const phrase of phrases[path] ?? [])
        expect([path, text]).toEqual([path, expect.stringContaining(phrase)]);
      expect([path, members.filter(({ status }) => status === 'failed' && path.includes('zip'))]).toEqual([
        path,
        [],
      ]);
    }
  },
  60_000,
);
