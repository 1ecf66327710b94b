import { documentTypes } from '@adiuva/contracts';
import { expect, test } from 'vitest';
import { formats } from './extraction/formats.ts';

test('every format that is read can be asked for by a name', () => {
  const named = documentTypes.flatMap(({ mediaTypes }) => mediaTypes);
  const covered = (type: string) => named.includes(type) || named.includes(`${type.split('/')[0]}/*`);
  expect(formats.flatMap(({ mediaTypes }) => mediaTypes).filter((type) => !covered(type))).toEqual([]);
});

test('a name or an alias stands for one type', () => {
  const names = documentTypes.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
