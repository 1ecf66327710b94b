import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { modelCatalogueSchema, modelFilePathSchema } from './schema.ts';

describe('the model catalogue', () => {
  it('keeps its own schema', () => {
    expect(modelCatalogueSchema.parse(catalogue)).toEqual(catalogue);
  });

  it('never carries one sum for two files, as copied or invented sums would', () => {
    const sums = catalogue.flatMap((model) =>
      model.files.flatMap((file) => (typeof file.checksum === 'string' ? [] : [file.checksum.hex])),
    );
    expect(new Set(sums).size).toBe(sums.length);
    expect(sums.length).toBe(8);
    const packages = catalogue.flatMap(({ source }) => (source.kind === 'npm' ? [source] : []));
    expect(new Set(packages.map(({ integrity }) => integrity)).size).toBe(packages.length);
    expect(new Set(packages.map(({ bytes }) => bytes)).size).toBe(packages.length);
  });

  it.each([
    '../x',
    'a/../b',
    '/etc/passwd',
    'C:\\x',
    'a\\b',
    '.hidden',
    'a//b',
    'a/',
    '',
    'a/.b',
    'c:x',
    'a\0b',
  ])('refuses the path %j', (path) => {
    expect(modelFilePathSchema.safeParse(path).success).toBe(false);
  });

  it('has a file for each part of telling speakers apart, each from a commit that stays', () => {
    const models = catalogue.filter(({ kind }) => kind === 'diarization');
    expect(models.length).toBeGreaterThan(0);
    for (const { files, source, licence } of models) {
      expect(files.map(({ role }) => role)).toEqual(['segmentation', 'embedding']);
      const places = files.map(({ from }) => from ?? source);
      for (const place of places)
        expect(place).toMatchObject({ revision: expect.stringMatching(/^[0-9a-f]{40}$/) });
      // Each repository has its licence.
      expect(licence.split(' AND ')).toHaveLength(new Set(places).size);
    }
    const names = models.flatMap(({ files }) => files.filter(({ role }) => role === 'embedding'));
    expect(new Set(names.map(({ path }) => path)).size).toBe(models.length);
  });

  it('takes files of another repository for models of the hub alone', () => {
    const from = { repository: 'test/voices', revision: 'main' };
    const ocr = catalogue.find(({ source }) => source.kind === 'npm');
    if (!ocr) throw new Error('no package in the catalogue');
    const files = ocr.files.map((file) => ({ ...file, from }));
    expect(modelCatalogueSchema.safeParse([ocr]).success).toBe(true);
    expect(modelCatalogueSchema.safeParse([{ ...ocr, files }]).success).toBe(false);
  });

  it('refuses two models of one id and two files of one path', () => {
    const [, model] = catalogue;
    if (!model) throw new Error('the catalogue is too short');
    expect(modelCatalogueSchema.safeParse([model, model]).success).toBe(false);
    expect(
      modelCatalogueSchema.safeParse([{ ...model, files: [...model.files, ...model.files] }]).success,
    ).toBe(false);
  });
});
