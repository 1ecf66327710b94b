/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const samples: readonly string[] = [
  'Il contratto è stato firmato a Forlì. Perché no? La città dorme: «Andiamo!», disse il dott. Rossi. ',
  'Zażółć gęślą jaźń. Umowę podpisał prof. Łukasz Żak w Gdańsku, m.in. z powodu ceny! ',
  '계약은 서울에서 서명되었습니다. 날씨가 좋네요! 우리는 내일 다시 만날 것입니다. ',
  '契約は東京で署名された。明日また会いましょう!我们明天再见。合同已经在北京签署了。',
  'تم توقيع العقد في القاهرة. هل تأتي غدا؟ שלום עולם, החוזה נחתם. ',
  'Mr. Smith paid $3.50 on 5 May. "Why?" asked Dr. Jones… It was e.g. J. R. Brown who knew! ',
  '👩‍👩‍👧‍👦👍🏽🇮🇹🇵🇱🇰🇷 ❤️‍🔥 e\u0301a\u0308o\u0323\u0301 ',
  'https://example.org/a/very/long/path?with=parameters&and=more-of-them ',
];

const breaks = [
  ' ',
  ' ',
  ' ',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '\u00a0',
  '\n \n\n',
  '\n- ',
  '\n1. ',
  '\u3000',
];

/** Words of many scripts in random order and with random white space between them. */
export function randomText(random: () => number, words: number): string {
  const stock = samples.flatMap((sample) => sample.trim().split(/\s+/u));
  let text = '';
  for (let index = 0; index < words; index++) {
    text += stock[Math.floor(random() * stock.length)] ?? '';
    text += breaks[Math.floor(random() * breaks.length)] ?? ' ';
  }
  return text;
}
