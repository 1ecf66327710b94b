import { defineFormat, type Format } from './format.ts';

/**
 * Every format there is. To add one, write its extractor and add its line; a library loads when the first file
 * of its format comes.
 */
export const formats: readonly Format[] = [
  defineFormat({
    mediaTypes: ['application/pdf'],
    extensions: ['pdf'],
    extract: async (source) => (await import('./pdf/extractPdf.ts')).extractPdf(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    extensions: ['docx'],
    extract: async (source) => (await import('./docx/extractDocx.ts')).extractDocx(source),
  }),
  defineFormat({
    mediaTypes: ['text/html', 'application/xhtml+xml'],
    extensions: ['html', 'htm', 'xhtml', 'xht'],
    maxBytes: 64 * 1024 * 1024,
    extract: async (source) => (await import('./html/extractHtml.ts')).extractHtml(source),
  }),
  defineFormat({
    mediaTypes: ['text/markdown'],
    extensions: ['md', 'markdown', 'mdown', 'mkd'],
    extract: async (source) => (await import('./markdown/extractMarkdown.ts')).extractMarkdown(source),
  }),
  defineFormat({
    mediaTypes: ['text/plain'],
    extensions: ['txt', 'text', 'log'],
    extract: async (source) => (await import('./text/extractText.ts')).extractText(source),
  }),
];

export function formatOf(mediaType: string): Format | undefined {
  return formats.find((format) => format.mediaTypes.includes(mediaType));
}

export function formatByExtension(extension: string): Format | undefined {
  return formats.find((format) => format.extensions.includes(extension));
}
