/** How a speaker is told apart at a glance: by letters first, by a colour beside them. */
export interface SpeakerLook {
  /** One or two characters. */
  initials: string;
  /** Index into the colours of speakers.module.css. */
  color: number;
  /** Beyond the last colour they come again, ringed. */
  isRinged: boolean;
}

/**
 * Background of the letters, in light and in dark: each at least 4.5 to 1 against the letters on it, and 3 to 1 against
 * the page (WCAG 1.4.3 and 1.4.11). Neighbours differ in lightness and in hue, also for people who see few colours.
 */
export const speakerColors: readonly { light: string; dark: string }[] = [
  { light: '#0b6e99', dark: '#5cc4ee' },
  { light: '#a34a00', dark: '#f5a35c' },
  { light: '#6741d9', dark: '#b79cff' },
  { light: '#2b7a0b', dark: '#8fd46a' },
  { light: '#b3125f', dark: '#ff8dbd' },
  { light: '#5f5200', dark: '#e0cd3d' },
  { light: '#1b4fa8', dark: '#8db7ff' },
  { light: '#a51d2d', dark: '#ff9a94' },
  { light: '#00695c', dark: '#4fd1bd' },
  { light: '#5c5f66', dark: '#c1c2c5' },
];

export function speakerLook(number: number, name: string, isNamed: boolean): SpeakerLook {
  return {
    // As the name counts, which is by who is still there.
    initials: isNamed ? initialsOf(name) : (/\d+$/.exec(name)?.[0] ?? String(number + 1)),
    color: number % speakerColors.length,
    isRinged: Math.floor(number / speakerColors.length) % 2 === 1,
  };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const unspaced = /\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u;

/** `Anna Maria Kowalska` is AK; a Korean or Chinese name is its last two characters, which are the given name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.,()·–-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first = ''] = words;
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  if (last === '' && unspaced.test(first)) return charactersOf(first).slice(-2).join('');
  const letters = [first, last].map((word) => charactersOf(word)[0] ?? '').join('');
  return letters === '' ? '?' : letters.toLocaleUpperCase();
}

function charactersOf(word: string): string[] {
  return [...graphemes.segment(word)].map(({ segment }) => segment);
}
