import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { cleanText } from './cleanText.ts';
import { decodeText } from './decodeText.ts';

const unicode = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'];

/** One or two sentences in each; the pages a text of that language came in before Unicode. */
const samples: readonly [text: string, pages: readonly string[]][] = [
  [
    'Die schöne Grüße aus München: Straße, Äpfel, über fünf Jahre später.',
    ['windows-1252', 'iso-8859-15', 'cp850'],
  ],
  [
    "L'été était très chaud. J'ai acheté un café à côté, garçon ! Le coût est élevé.",
    ['windows-1252', 'iso-8859-1'],
  ],
  [
    'El niño comió paella con ñoquis. La señora dijo: ¡Qué rico! ¿Cuánto pagó él?',
    ['windows-1252', 'iso-8859-1'],
  ],
  [
    "La città è più bella perché c'è il sole. Può darsi che lunedì verrà così.",
    ['windows-1252', 'iso-8859-1'],
  ],
  [
    'Zażółć gęślą jaźń. Komitet zebrał się we wtorek i przyjął nowy budżet. Ściana.',
    ['windows-1250', 'iso-8859-2'],
  ],
  ['Příliš žluťoučký kůň úpěl ďábelské ódy. Česká republika, řeka, město.', ['windows-1250', 'iso-8859-2']],
  [
    'Árvíztűrő tükörfúrógép. A bizottság ülésezett és elfogadta a költségvetést.',
    ['windows-1250', 'iso-8859-2'],
  ],
  [
    'Комитет собрался во вторник и согласовал новый бюджет.',
    ['windows-1251', 'koi8-r', 'iso-8859-5', 'cp866'],
  ],
  [
    'Η επιτροπή συνεδρίασε την Τρίτη και συμφώνησε για τον νέο προϋπολογισμό.',
    ['windows-1253', 'iso-8859-7'],
  ],
  [
    'Komite salı günü toplandı ve yeni bütçeyi kabul etti. Çocuklar ağaç dikiyor.',
    ['windows-1254', 'iso-8859-9'],
  ],
  ['הוועדה נפגשה ביום שלישי והסכימה על התקציב החדש.', ['windows-1255', 'iso-8859-8']],
  ['اجتمعت اللجنة يوم الثلاثاء ووافقت على الميزانية الجديدة.', ['windows-1256', 'iso-8859-6']],
  [
    'Komitetas susitiko antradienį ir pritarė naujam biudžetui. Žmonės čia gyvena.',
    ['windows-1257', 'iso-8859-13'],
  ],
  ['คณะกรรมการประชุมเมื่อวันอังคารและเห็นชอบงบประมาณใหม่', ['windows-874']],
  ['委員会は火曜日に会合を開き、新しい予算に合意した。カタカナも使います。', ['shift_jis', 'euc-jp']],
  ['委员会于星期二开会，同意了新的预算。这对我们大家都非常重要。', ['gb18030']],
  ['委員會於星期二開會，同意了新的預算。這對我們大家都非常重要。', ['big5']],
  ['위원회는 화요일에 회의를 열고 새 예산에 합의했다.', ['euc-kr']],
];

describe('decodeText', () => {
  for (const [text, pages] of samples) {
    it(`reads “${text.slice(0, 24)}…” in ${pages.join(', ')} and in Unicode with and without a mark`, () => {
      for (const page of pages)
        expect([page, decodeText(iconv.encode(text, page))?.text]).toEqual([page, text]);
      for (const encoding of unicode) {
        for (const addBOM of [true, false]) {
          const decoded = decodeText(iconv.encode(text, encoding, { addBOM }));
          expect([encoding, addBOM, decoded?.text]).toEqual([encoding, addBOM, text]);
        }
      }
    });
  }

  it('finds the one line that says which page it is, however far into the file', () => {
    const text = `${'Plain words in English.\n'.repeat(10_000)}Grüße aus Köln\n`;
    expect(decodeText(iconv.encode(text, 'windows-1252'))?.text).toBe(text);
  });

  it('keeps UTF-8 that is damaged in one place', () => {
    const bytes = Buffer.concat([
      Buffer.from('Grüße aus Köln über Düsseldorf. '.repeat(20)),
      Buffer.from([0xc3]),
    ]);
    expect(decodeText(bytes)?.encoding).toBe('utf-8');
    expect(decodeText(bytes)?.text).toContain('Grüße aus Köln');
  });

  it('does not take binary for text', () => {
    const random = new Uint8Array(4096).map((_, index) => (index * 7919 + (index >> 3) * 104_729) & 255);
    expect(decodeText(random)).toBeUndefined();
    expect(decodeText(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 8, 0, 1, 2, 3]))).toBeUndefined();
  });
});

describe('cleanText', () => {
  it('leaves no null, control character, lone surrogate or foreign line ending', () => {
    expect(cleanText('a\r\nb\rc\u2028d\u0000e\u0007f\ud800g\th\ufeff')).toBe('a\nb\nc\ndef\ufffdg\th');
  });
});
