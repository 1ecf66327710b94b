import { languageOfName, languageOfScript } from '../code/languages.ts';
import { formatByExtension, formatOf } from '../formats.ts';
import { extensionOf } from './extensionOf.ts';
import { isHtml, isJson, isJsonLines, isMail, isSvg, isXml } from './textSignatures.ts';
import { isWriting } from './writing.ts';

/** Extensions of texts whose first media type is not the one they mean, or that no format claims. */
const textTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  xml: 'application/xml',
  eml: 'message/rfc822',
  rtf: 'application/rtf',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  toml: 'application/toml',
  srt: 'application/x-subrip',
};

/** Readable, but nothing to read: letters that stand for data. */
const dataText = 'text/x-unknown';
/** Names of a kind that content must not overrule: a page about HTML may begin like one. */
const sourceTypes = /^text\/(?:markdown|x-|javascript|css|html|org|vcard|calendar|csv|tab-)|xslt|xhtml/;

/**
 * The kind of a text; undefined where it is none. What shows itself by its first lines (RTF, a web page, a picture in
 * SVG, a mail) is that, unless its name says that it is source code. Else the name decides, as content cannot tell
 * Markdown from prose about Markdown. A name that says nothing leaves it to the content again: a script, XML, JSON,
 * and plain text where it has words.
 */
export function mediaTypeOfText(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const start = text.trimStart();
  if (start.startsWith('{\\rtf')) return 'application/rtf';
  const extension = extensionOf(name);
  const named = typeOfName(name, extension);
  if (named === undefined || !sourceTypes.test(named)) {
    const shown = typeOfContent(start, named);
    if (shown !== undefined) return shown;
  }
  if (named === 'text/html' && /^<\?xml/.test(start) && isHtml(start)) return 'application/xhtml+xml';
  if (named !== undefined) return named;
  const script = languageOfScript(start);
  if (script) return script.mediaType;
  if (isXml(start)) return 'application/xml';
  if (isJsonLines(start)) return 'application/x-ndjson';
  if (isJson(start)) return 'application/json';
  // Programs give tables of plain text this name, so that a spreadsheet opens them.
  if (extension === 'xls') return 'text/tab-separated-values';
  return isWriting(text) ? 'text/plain' : dataText;
}

function typeOfName(name: string, extension: string): string | undefined {
  const known = textTypes[extension];
  if (known !== undefined) return known;
  if (/(?:^|\/)(?:\.env(?:\.[\w-]+)?|\.editorconfig|\.gitconfig|\.npmrc)$/i.test(name)) return 'text/x-ini';
  const language = languageOfName(name, extension);
  if (language) return language.mediaType;
  const type = formatByExtension(extension)?.mediaTypes.find((mediaType) => mediaType.startsWith('text/'));
  return extension.startsWith('xht') ? 'application/xhtml+xml' : type;
}

function typeOfContent(start: string, named: string | undefined): string | undefined {
  if (isHtml(start)) return start.startsWith('<?xml') ? 'application/xhtml+xml' : 'text/html';
  if (isSvg(start) && formatOf('image/svg+xml')) return 'image/svg+xml';
  const isOpen = named === undefined || named === 'text/plain' || named === 'message/rfc822';
  return isOpen && isMail(start) ? 'message/rfc822' : undefined;
}
