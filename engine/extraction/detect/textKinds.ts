import { formatByExtension } from '../formats.ts';
import { extensionOf } from './extensionOf.ts';

/** What a text is called when its name says that it is data or code and not something a person reads. */
const knownTextTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  xml: 'application/xml',
  xsl: 'application/xslt+xml',
  eml: 'message/rfc822',
  rtf: 'application/rtf',
  org: 'text/org',
  rst: 'text/x-rst',
  yaml: 'application/yaml',
  yml: 'application/yaml',
};

const unknownText = 'text/x-unknown';
const codeNames = /^(?:make|docker|jenkins|vagrant|gem|pip|proc|rake|brew)file$|\.lock$/i;

/**
 * The kind of a text. A name we have a text format for decides (content cannot tell Markdown from prose about
 * Markdown); RTF and HTML show themselves; a name without extension is prose unless it looks like data or code;
 * every other extension means a type we do not read, however readable it looks.
 */
export function mediaTypeOfText(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const start = text.trimStart();
  if (start.startsWith('{\\rtf')) return 'application/rtf';
  const extension = extensionOf(name);
  const format = formatByExtension(extension);
  const mediaType = format?.mediaTypes.find((type) => type.startsWith('text/'));
  if (mediaType !== undefined) {
    return extension.startsWith('xht') ? 'application/xhtml+xml' : mediaType;
  }
  if (extension === '' || extension === 'xml') {
    if (isHtml(start)) return start.startsWith('<?xml') ? 'application/xhtml+xml' : 'text/html';
  }
  if (extension !== '') return knownTextTypes[extension] ?? unknownText;
  return name.startsWith('.') || codeNames.test(name) || isDataOrCode(start) ? unknownText : 'text/plain';
}

/** An `html` root, after whatever a prologue may hold. */
function isHtml(text: string): boolean {
  return /^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*)*(?:<!doctype\s+html|<html[\s>])/i.test(text);
}

function isDataOrCode(text: string): boolean {
  return /^(?:#!|<\?|<!|<[a-z][\w:.-]*[\s/>]|[{[]\s*["{[\d\]}]|[A-Z][\w-]*: [^\n]*\n[A-Z][\w-]*: [^\n]*\n(?:[A-Z][\w-]*: |Received))/i.test(
    text,
  );
}
