import iconv from 'iconv-lite';

const names: Readonly<Record<number, string>> = {
  0: 'windows-1252',
  437: 'cp437',
  932: 'shift_jis',
  936: 'gbk',
  949: 'cp949',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  10001: 'shift_jis',
  10006: 'macgreek',
  10007: 'maccyrillic',
  10029: 'maccenteuro',
  10081: 'macturkish',
  20866: 'koi8-r',
  21866: 'koi8-u',
  65001: 'utf-8',
};

/** Bytes in a Windows code page as text; what is not known is read as Western European. */
export function decodeBytes(bytes: Uint8Array, codePage: number): string {
  const known = names[codePage] ?? (codePage > 0 ? `cp${codePage}` : 'windows-1252');
  return iconv.decode(bytes, iconv.encodingExists(known) ? known : 'windows-1252');
}

/** Windows' character sets of fonts, by their code page. */
const fontCharsets: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  130: 1361,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
};

/** @returns undefined for the document's own code page */
export function codePageOfCharset(charset: number): number | undefined {
  return charset === 0 ? 1252 : fontCharsets[charset];
}

/** Code page of a language by its Windows number; [MS-LCID], primary language in the low ten bits. */
export function codePageOfLanguage(language: number): number {
  const primary = language & 0x3ff;
  const pages: Readonly<Record<number, number>> = {
    1: 1256,
    2: 1251,
    4: language === 0x0404 || language === 0x0c04 ? 950 : 936,
    5: 1250,
    8: 1253,
    13: 1255,
    14: 1250,
    17: 932,
    18: 949,
    21: 1250,
    24: 1250,
    25: 1251,
    26: 1250,
    27: 1250,
    30: 874,
    31: 1254,
    34: 1251,
    35: 1251,
    36: 1250,
    37: 1257,
    38: 1257,
    39: 1257,
    41: 1256,
    42: 1258,
  };
  return pages[primary] ?? 1252;
}
