import { type Drawable, detectLanguage } from '#extraction';
import { languageOf } from './languages.ts';
import { countLetters, type PageText } from './pageText.ts';
import { readPage } from './readPage.ts';
import type { TextEngine } from './textEngine.ts';

export interface PageReader {
  /** @throws AppError what drawing throws */
  read(drawable: Drawable, page: number, onPass: () => void): Promise<PageText>;
}

/** Under this the writing may be another than was looked for. */
const doubtful = 0.8;
/** So much better must another language be to be taken for the right one. */
const clearlyBetter = 1.15;
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
    return language !== 'eng' && languages.includes('eng') ? [language, 'eng'] : [language];
  }

  /** Languages worth another look at a page that was read like this. */
  function others({ text, confidence }: PageText): string[] {
    if (text !== '' && confidence >= doubtful) {
      const detected = countLetters(text) >= tellingLetters ? detectLanguage([text]) : undefined;
      const match = languages.find((code) => languageOf(code)?.iso === detected);
      return match === undefined || current.includes(match) ? [] : [match];
    }
    const scripts = new Set(current.map((code) => languageOf(code)?.script));
    return languages.filter((code) => !scripts.has(languageOf(code)?.script));
  }

  return {
    async read(drawable, page, onPass) {
      let best = await readPage(drawable, page, engine, { languages: current, onPass });
      if (best.isBlank) return best.text;
      const isDoubtful = best.text.text === '' || best.text.confidence < doubtful;
      for (const language of others(best.text)) {
        const tried = withEnglish(language);
        const look = await readPage(drawable, page, engine, { languages: tried, onPass });
        if (score(look.text) <= score(best.text) * (isDoubtful ? clearlyBetter : 1)) continue;
        best = look;
        current = tried;
      }
      return best.text;
    },
  };
}

function score({ text, confidence }: PageText): number {
  return countLetters(text) * confidence ** 2;
}
