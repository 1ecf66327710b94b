import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detectLanguage.ts';

const retrieval = fileURLToPath(new URL('../../../../shared/corpus/retrieval/', import.meta.url));
const library = fileURLToPath(new URL('../../../resources/sample-library/', import.meta.url));

interface XQuad {
  data: { paragraphs: { context: string; qas: { question: string }[] }[] }[];
}

function share(language: string, texts: readonly string[]): number {
  return texts.filter((text) => detectLanguage([text]) === language).length / texts.length;
}

describe('detectLanguage', () => {
  it.skipIf(!existsSync(retrieval))('knows paragraphs, and questions of ten words', () => {
    for (const language of ['en', 'de']) {
      const { data } = JSON.parse(readFileSync(`${retrieval}xquad.${language}.json`, 'utf8')) as XQuad;
      const paragraphs = data.flatMap((article) => article.paragraphs);
      const contexts = paragraphs.map(({ context }) => context);
      const questions = paragraphs.flatMap(({ qas }) => qas.map(({ question }) => question));
      expect([language, share(language, contexts)]).toEqual([language, expect.closeTo(1, 1.5)]);
      expect([language, share(language, questions) > 0.95]).toEqual([language, true]);
    }
  });

  it('is not misled by tables, names and code', () => {
    for (const [name, language] of [
      ['README.md', 'en'],
      ['workshop-handbook.md', 'en'],
      ['kiln-guide.html', 'en'],
      ['notatka-krakow.txt', 'pl'],
      ['ricetta-smalto-celadon.txt', 'it'],
      ['seoul-jeonsi-gyehoek.md', 'ko'],
    ])
      expect([name, detectLanguage([readFileSync(`${library}${name}`, 'utf8')])]).toEqual([name, language]);
    const technical =
      'Run `npm install foo-bar@1.2.3` and set FOO_BAR=1 in /etc/foo.conf. The server then listens on localhost:8080.';
    expect(detectLanguage([technical])).toBe('en');
  });
});
