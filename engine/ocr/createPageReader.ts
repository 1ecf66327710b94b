import { type Drawable, detectLanguage } from '#extraction';
import { languageOf } from '#ocrLanguages';
import { countLetters, type PageText } from './pageText.ts';
import { type PageReading, readPage } from './readPage.ts';
import type { TextEngine } from './textEngine.ts';

export interface PageReader {
  /** @throws AppError what drawing throws */
  read(drawable: Drawable, page: number, hasTime: () => boolean): Promise<PageText>;
}

/** With less than this surely read, some of it may be in another writing than was looked for. */
const doubtful = 0.9;
/** So much better must another language be to be taken for the right one. */
const clearlyBetter = 1.03;
/** Each takes as long as the first. */
const mostTried = 5;
/** Letters that are enough to tell a language by. */
const tellingLetters = 150;

/**
 * Reads pages of one file in the language they are written in: first in the most likely, together with English, which
 * is everywhere; again in another where the text turns out to be in it, or where nothing sure was found and another
 * writing is at hand. What one page was in, the next is read in first.
 *
 * @param languages installed ones, the most likely first
 */
export function createPageReader(engine: TextEngine, languages: readonly string[]): PageReader {
  let current = withEnglish(languages[0] ?? 'eng');

  function withEnglish(language: string): string[] {
    // Beside lines from top to bottom, English would see lines from left to right.
    const isAlone = language === 'eng' || language.endsWith('_vert') || !languages.includes('eng');
    return isAlone ? [language] : [language, 'eng'];
  }

  /** Languages worth another look at a page that was read like this. */
  function others({ text: { text }, certainty }: PageReading): string[] {
    if (certainty >= doubtful) {
      const detected = countLetters(text) >= tellingLetters ? detectLanguage([text]) : undefined;
      const match = languages.find((code) => languageOf(code)?.iso === detected);
      return match === undefined || current.includes(match) ? [] : [match];
    }
    const scripts = new Set(current.map((code) => languageOf(code)?.script));
    return languages.filter((code) => !scripts.has(languageOf(code)?.script)).slice(0, mostTried);
  }

  return {
    async read(drawable, page, hasTime) {
      let best = await readPage(drawable, page, engine, { languages: current, hasTime, turns: true });
      if (best.isBlank) return best.text;
      const isDoubtful = best.certainty < doubtful;
      for (const language of others(best)) {
        if (!hasTime()) break;
        const tried = withEnglish(language);
        const look = await readPage(drawable, page, engine, { languages: tried, hasTime, turns: false });
        if (score(look) <= score(best) * (isDoubtful ? clearlyBetter : 1)) continue;
        best = look;
        current = tried;
      }
      return best.text;
    },
  };
}

function score({ text, certainty }: PageReading): number {
  return countLetters(text.text) * certainty ** 2;
}
