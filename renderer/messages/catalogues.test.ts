import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCodes } from '@adiuva/contracts/errors';
import { describe, expect, it } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(join(here, 'en'));

function read(language: string, name: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path, value);
    else
      for (const [key, inner] of Object.entries(value as object)) visit(inner, path ? `${path}.${key}` : key);
  };
  visit(JSON.parse(readFileSync(join(here, language, name), 'utf8')), '');
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name).sort();
const plural = /_(zero|one|two|few|many|other)$/;
const stem = (key: string) => key.replace(plural, '');

describe.each(['it', 'pl', 'ko'])('the catalogue in %s', (language) => {
  it.each(names)('says all that English says in %s, with the same facts', (name) => {
    const english = read('en', name);
    const other = read(language, name);
    expect([...new Set([...other.keys()].map(stem))].sort()).toEqual(
      [...new Set([...english.keys()].map(stem))].sort(),
    );
    for (const [key, text] of other) {
      const own = english.get(key) ?? english.get(`${stem(key)}_other`) ?? '';
      const isSingular = /_(zero|one)$/.test(key);
      // A singular may say its number as a word.
      const given = placeholders(text).filter((one) => !isSingular || one !== 'count');
      expect(given, `${language} ${name} ${key}`).toEqual(
        placeholders(own).filter((one) => !isSingular || one !== 'count'),
      );
      expect(text.trim(), `${language} ${name} ${key}`).not.toBe('');
    }
  });

  it('has every plural form of its language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const name of names) {
      const keys = [...read(language, name).keys()];
      for (const counted of new Set(keys.filter((key) => plural.test(key)).map(stem)))
        for (const form of forms) expect(keys, `${language} ${name}`).toContain(`${counted}_${form}`);
    }
  });
});

it('has a sentence for every error code', () => {
  const told = read('en', 'errors.json');
  for (const code of Object.keys(errorCodes)) expect([...told.keys()]).toContain(code);
});
