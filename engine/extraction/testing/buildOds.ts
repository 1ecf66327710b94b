import { strToU8, zipSync } from 'fflate';

const oasis = 'urn:oasis:names:tc:opendocument:xmlns';
const names = ['office', 'table', 'text', 'style', 'meta', 'manifest'] as const;
const namespaces = [
  ...names.map((name) => `xmlns:${name}="${oasis}:${name}:1.0"`),
  `xmlns:draw="${oasis}:drawing:1.0"`,
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
].join(' ');

/** The least of an OpenDocument spreadsheet around the XML of its tables. */
export function buildOds(
  tables: string,
  { styles = '', meta = '', manifest = '' }: { styles?: string; meta?: string; manifest?: string } = {},
): Uint8Array {
  const files = {
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': `<manifest:manifest ${namespaces}>${manifest}</manifest:manifest>`,
    'meta.xml': `<office:document-meta ${namespaces}><office:meta>${meta}</office:meta></office:document-meta>`,
    'content.xml': `<office:document-content ${namespaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
