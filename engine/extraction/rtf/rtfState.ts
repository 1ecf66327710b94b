import type { ParagraphState } from '../office/storyBuilder.ts';

/** What holds until its group ends. */
export interface RtfState extends ParagraphState {
  /** Nothing of the group is shown. */
  isSkipped: boolean;
  isHidden: boolean;
  /** Deleted, and the deletion not yet accepted. */
  isDeleted: boolean;
  font: number | undefined;
  /** Bytes that stand after `\u` for readers without Unicode. */
  fallback: number;
  /** Where plain text goes. */
  into: Destination;
}

export type Destination =
  | 'text'
  | 'marker'
  | 'fontTable'
  | 'styleSheet'
  | 'title'
  | 'author'
  | 'subject'
  | 'keywords'
  | 'commentAuthor';

export const initialState: RtfState = {
  isSkipped: false,
  isHidden: false,
  isDeleted: false,
  font: undefined,
  fallback: 1,
  style: undefined,
  outline: undefined,
  tableLevel: 0,
  listLevel: 0,
  into: 'text',
};

/** Words that stand for a character. */
export const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lbr: '\n',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  '~': ' ',
  _: '-',
};

/** Destinations that hold nothing a person reads, though they carry no `\*`. */
export const skippedDestinations = new Set(
  (
    'colortbl filetbl pict objdata objclass objname objalias objsect fldinst datafield nextfile template stylerestrict ' +
    'xmlopen revtbl rsidtbl listtable listoverridetable pntxta pntxtb bkmkstart bkmkend tc tcn xe rxe txe falt panose ' +
    'ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn atnid atndate atnref atntime atnparent atnicon annotationend sn sv ' +
    'shprslt themedata colorschememapping latentstyles datastore fontemb fontfile generator operator manager company ' +
    'category comment doccomm hlinkbase vern version edmins nofwords nofchars nofcharsws printim buptim userprops ' +
    'private passwordhash mmathPr background htmltag mhtmltag oldcprops oldpprops oldsprops oldtprops nonesttables'
  ).split(' '),
);

/** Destinations with `\*` that hold something all the same. */
export const knownOptional = new Set([
  'shpinst',
  'ud',
  'nesttableprops',
  'annotation',
  'atnauthor',
  'footnote',
  'shptxt',
  'cs',
  'ts',
  'ds',
]);

/** Words that begin a group whose text goes elsewhere. */
export const destinations: Readonly<Record<string, Destination>> = {
  fonttbl: 'fontTable',
  stylesheet: 'styleSheet',
  title: 'title',
  author: 'author',
  subject: 'subject',
  keywords: 'keywords',
  atnauthor: 'commentAuthor',
  listtext: 'marker',
  pntext: 'marker',
};
/** Words that begin a text beside the main one. */
export const storyKinds: Readonly<Record<string, 'footnote' | 'comment' | 'textBox' | 'header' | 'footer'>> =
  {
    footnote: 'footnote',
    annotation: 'comment',
    shptxt: 'textBox',
    header: 'header',
    headerl: 'header',
    headerr: 'header',
    headerf: 'header',
    footer: 'footer',
    footerl: 'footer',
    footerr: 'footer',
    footerf: 'footer',
  };
