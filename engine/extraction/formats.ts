import { languages } from './code/languages.ts';
import { isRecording } from './detect/recordingSignatures.ts';
import { defineContainer, defineFormat, defineRecording, type Format } from './format.ts';

/**
 * Every format there is. To add one, write its extractor and add its line; a library loads when the first file
 * of its format comes.
 */
export const formats: readonly Format[] = [
  defineFormat({
    mediaTypes: ['application/pdf'],
    extensions: ['pdf'],
    extract: async (source) => (await import('./pdf/extractPdf.ts')).extractPdf(source),
    openDrawable: async (source) => (await import('./pdf/openPdf.ts')).openPdf(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    extensions: ['docx', 'docm', 'dotx', 'dotm'],
    extract: async (source) => (await import('./docx/extractDocx.ts')).extractDocx(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    extensions: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'],
    extract: async (source) => (await import('./presentation/extractPptx.ts')).extractPptx(source),
  }),
  defineFormat({
    mediaTypes: ['application/msword'],
    extensions: ['doc', 'dot'],
    extract: async (source) => (await import('./legacyOffice/extractDoc.ts')).extractDoc(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.ms-powerpoint'],
    extensions: ['ppt', 'pps', 'pot'],
    extract: async (source) => (await import('./legacyOffice/extractPpt.ts')).extractPpt(source),
  }),
  defineFormat({
    mediaTypes: ['application/rtf'],
    extensions: ['rtf'],
    extract: async (source) => (await import('./rtf/extractRtf.ts')).extractRtf(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.oasis.opendocument.text'],
    extensions: ['odt', 'ott'],
    extract: async (source) => (await import('./opendocument/extractOdt.ts')).extractOdt(source),
  }),
  defineFormat({
    mediaTypes: [
      'application/vnd.oasis.opendocument.presentation',
      'application/vnd.oasis.opendocument.graphics',
    ],
    extensions: ['odp', 'otp', 'odg', 'otg'],
    extract: async (source) => (await import('./opendocument/extractOdp.ts')).extractOdp(source),
  }),
  defineFormat({
    mediaTypes: ['text/html', 'application/xhtml+xml'],
    extensions: ['html', 'htm', 'xhtml', 'xht', 'shtml'],
    maxBytes: 64 * 1024 * 1024,
    extract: async (source) => (await import('./html/extractHtml.ts')).extractHtml(source),
  }),
  defineFormat({
    mediaTypes: ['text/markdown'],
    extensions: ['md', 'markdown', 'mdown', 'mkd', 'mdx', 'qmd', 'rmd'],
    extract: async (source) => (await import('./markdown/extractMarkdown.ts')).extractMarkdown(source),
  }),
  defineFormat({
    mediaTypes: ['text/plain'],
    extensions: ['txt', 'text', 'log', 'nfo', 'asc', 'readme'],
    extract: async (source) => (await import('./text/extractText.ts')).extractText(source),
  }),
  defineFormat({
    mediaTypes: ['application/json'],
    extensions: ['json', 'jsonc', 'json5', 'geojson', 'jsonld', 'webmanifest', 'har'],
    extract: async (source) => (await import('./json/extractJson.ts')).extractJson(source),
  }),
  defineFormat({
    mediaTypes: ['application/x-ndjson'],
    extensions: ['ndjson', 'jsonl'],
    extract: async (source) => (await import('./json/extractJson.ts')).extractJsonLines(source),
  }),
  defineFormat({
    mediaTypes: ['application/xml', 'text/xml'],
    extensions: ['xml', 'rss', 'atom', 'opml', 'gpx', 'kml', 'plist', 'fb2', 'xliff', 'dita', 'wsdl'],
    extract: async (source) => (await import('./xml/extractXml.ts')).extractXml(source),
  }),
  defineFormat({
    mediaTypes: ['application/yaml', 'application/toml', 'text/x-ini'],
    extensions: [
      ...['yaml', 'yml', 'toml', 'ini', 'cfg', 'conf', 'cnf', 'properties', 'env', 'desktop', 'service'],
      ...['editorconfig', 'reg', 'inf'],
    ],
    extract: async (source) => (await import('./config/extractConfig.ts')).extractConfig(source),
  }),
  defineFormat({
    mediaTypes: ['application/epub+zip'],
    extensions: ['epub'],
    extract: async (source) => (await import('./epub/extractEpub.ts')).extractEpub(source),
  }),
  defineFormat({
    mediaTypes: ['text/calendar'],
    extensions: ['ics', 'ical', 'ifb'],
    extract: async (source) => (await import('./cards/extractCalendar.ts')).extractCalendar(source),
  }),
  defineFormat({
    mediaTypes: ['text/vcard'],
    extensions: ['vcf', 'vcard'],
    extract: async (source) => (await import('./cards/extractContacts.ts')).extractContacts(source),
  }),
  defineFormat({
    mediaTypes: ['text/vtt', 'application/x-subrip'],
    extensions: ['vtt', 'srt'],
    extract: async (source) => (await import('./subtitles/extractSubtitles.ts')).extractSubtitles(source),
  }),
  defineFormat({
    mediaTypes: ['text/x-tex'],
    extensions: ['tex', 'latex', 'ltx'],
    extract: async (source) => (await import('./latex/extractLatex.ts')).extractLatex(source),
  }),
  defineFormat({
    mediaTypes: ['text/x-rst'],
    extensions: ['rst', 'rest'],
    extract: async (source) => (await import('./rst/extractRst.ts')).extractRst(source),
  }),
  defineFormat({
    mediaTypes: ['text/org'],
    extensions: ['org'],
    extract: async (source) => (await import('./org/extractOrg.ts')).extractOrg(source),
  }),
  defineFormat({
    mediaTypes: languages.map(({ mediaType }) => mediaType),
    extensions: languages.flatMap(({ extensions }) => extensions),
    extract: async (source) => (await import('./code/extractCode.ts')).extractCode(source),
  }),
  defineFormat({
    mediaTypes: [
      'image/jpeg',
      'image/png',
      'image/tiff',
      'image/webp',
      'image/gif',
      'image/bmp',
      'image/heic',
      'image/heif',
      'image/avif',
    ],
    extensions: [
      ...['jpg', 'jpeg', 'jpe', 'jfif', 'png', 'apng', 'tif', 'tiff', 'webp', 'gif', 'bmp', 'dib'],
      ...['heic', 'heif', 'hif', 'avif'],
    ],
    sizeLimit: 'image',
    extract: async (source) => (await import('./image/extractPicture.ts')).extractPicture(source),
    openDrawable: async (source) => (await import('./image/openPicture.ts')).openPicture(source),
  }),
  defineFormat({
    mediaTypes: ['image/svg+xml'],
    extensions: ['svg'],
    sizeLimit: 'image',
    extract: async (source) => (await import('./image/extractSvg.ts')).extractSvg(source),
    openDrawable: async (source) => (await import('./image/extractSvg.ts')).openSvg(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    extensions: ['xlsx', 'xlsm', 'xltx', 'xltm'],
    extract: async (source) => (await import('./spreadsheet/xlsx/extractXlsx.ts')).extractXlsx(source),
  }),
  defineContainer({
    mediaTypes: ['application/zip'],
    extensions: ['zip'],
    extract: async (source) => (await import('./archives/extractZip.ts')).extractZip(source),
  }),
  defineContainer({
    mediaTypes: ['application/x-tar'],
    extensions: ['tar'],
    extract: async (source) => (await import('./archives/extractTar.ts')).extractTar(source),
  }),
  defineContainer({
    mediaTypes: ['application/gzip', 'application/x-bzip2', 'application/x-xz', 'application/zstd'],
    extensions: ['gz', 'tgz', 'bz2', 'tbz', 'tbz2', 'xz', 'txz', 'zst', 'tzst'],
    extract: async (source) => (await import('./archives/extractCompressed.ts')).extractCompressed(source),
  }),
  defineContainer({
    mediaTypes: ['application/x-7z-compressed', 'application/vnd.rar'],
    extensions: ['7z', 'rar'],
    maxBytes: 256 * 1024 * 1024,
    extract: async (source) =>
      (await import('./archives/extractWithLibarchive.ts')).extractWithLibarchive(source),
  }),
  defineFormat({
    mediaTypes: ['text/csv'],
    extensions: ['csv'],
    extract: async (source) => (await import('./delimited/extractDelimited.ts')).extractDelimited(source),
  }),
  defineFormat({
    mediaTypes: ['text/tab-separated-values'],
    extensions: ['tsv', 'tab'],
    extract: async (source) => (await import('./delimited/extractDelimited.ts')).extractDelimited(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.oasis.opendocument.spreadsheet'],
    extensions: ['ods', 'ots'],
    extract: async (source) => (await import('./spreadsheet/ods/extractOds.ts')).extractOds(source),
  }),
  defineFormat({
    mediaTypes: ['message/rfc822'],
    extensions: ['eml', 'emlx', 'mht', 'mhtml'],
    extract: async (source) => (await import('./mail/extractMail.ts')).extractMail(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.ms-excel'],
    extensions: ['xls', 'xlt'],
    extract: async (source) => (await import('./spreadsheet/xls/extractXls.ts')).extractXls(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.ms-excel.sheet.binary.macroenabled.12'],
    extensions: ['xlsb'],
    extract: async (source) => (await import('./spreadsheet/xls/extractXls.ts')).extractXlsb(source),
  }),
  defineFormat({
    mediaTypes: ['application/vnd.ms-outlook'],
    extensions: ['msg'],
    extract: async (source) => (await import('./mail/extractMsg.ts')).extractMsg(source),
  }),
  defineContainer({
    mediaTypes: ['application/mbox'],
    extensions: ['mbox'],
    maxMembers: 200_000,
    extract: async (source) => (await import('./mail/extractMbox.ts')).extractMbox(source),
  }),
  defineRecording({
    mediaTypes: [
      ...['audio/mpeg', 'audio/wav', 'audio/x-w64', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/opus'],
      ...['audio/flac', 'audio/webm', 'audio/x-matroska', 'audio/x-ms-wma', 'audio/aiff', 'audio/basic'],
      ...[
        'audio/x-caf',
        'audio/amr',
        'audio/ac3',
        'audio/ape',
        'audio/wavpack',
        'video/mp4',
        'video/quicktime',
      ],
      ...['video/webm', 'video/x-matroska', 'video/x-msvideo', 'video/x-ms-wmv', 'video/mpeg', 'video/mp2t'],
      ...['video/3gpp', 'video/x-flv', 'video/ogg'],
    ],
    extensions: [
      ...[
        'mp3',
        'mp2',
        'wav',
        'w64',
        'm4a',
        'm4b',
        'aac',
        'ogg',
        'oga',
        'opus',
        'flac',
        'wma',
        'aiff',
        'aif',
      ],
      ...['au', 'caf', 'amr', 'mka', 'mp4', 'm4v', 'mov', 'webm', 'mkv', 'avi', 'wmv', 'mpg', 'mpeg', '3gp'],
    ],
  }),
];

export function formatOf(mediaType: string): Format | undefined {
  return formats.find((format) => format.mediaTypes.includes(mediaType)) ?? rarerRecording(mediaType);
}

/** Scores and lists of what is played hold no sound. */
const soundless = /midi|mpegurl|scpls/;

/** Other sound and video, which ffmpeg may know where it is installed. */
function rarerRecording(mediaType: string): Format | undefined {
  if (!isRecording(mediaType) || soundless.test(mediaType)) return undefined;
  return formats.find(({ reads }) => reads === 'head');
}

export function formatByExtension(extension: string): Format | undefined {
  return formats.find((format) => format.extensions.includes(extension));
}
