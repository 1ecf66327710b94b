/** A kind of document by the name people give it. */
export interface DocumentType {
  /** As `--type` takes it. */
  readonly name: string;
  /** For a list to choose from. */
  readonly words: string;
  /** A media type, or a family of them (`image/*`). */
  readonly mediaTypes: readonly string[];
  /** Other names for the same, beside its file extensions. */
  readonly aliases?: readonly string[];
}

const office = 'application/vnd.openxmlformats-officedocument';
const open = 'application/vnd.oasis.opendocument';

const code = (names: string) => names.split(' ').map((name) => `text/x-${name}`);
const codeTypes = [
  ...['text/javascript', 'text/css', 'application/xslt+xml'],
  ...code(
    'python typescript go rust java kotlin scala groovy swift dart c c++ csharp fsharp vb objective-c php ruby',
  ),
  ...code(
    'perl lua r julia matlab shellscript powershell batch applescript sql graphql protobuf vue template haskell',
  ),
  ...code(
    'ocaml erlang elixir clojure lisp pascal ada fortran cobol asm verilog vhdl zig solidity glsl makefile',
  ),
  ...code('cmake dockerfile terraform nix diff'),
];

/** What a search may be narrowed to by name. A name that is not here is taken for a file extension. */
export const documentTypes: readonly DocumentType[] = [
  { name: 'pdf', words: 'PDF', mediaTypes: ['application/pdf'] },
  { name: 'docx', words: 'Word', mediaTypes: [`${office}.wordprocessingml.document`] },
  { name: 'doc', words: 'Word (old)', mediaTypes: ['application/msword'] },
  { name: 'odt', words: 'OpenDocument text', mediaTypes: [`${open}.text`] },
  { name: 'rtf', words: 'Rich text', mediaTypes: ['application/rtf'] },
  { name: 'pptx', words: 'PowerPoint', mediaTypes: [`${office}.presentationml.presentation`] },
  { name: 'ppt', words: 'PowerPoint (old)', mediaTypes: ['application/vnd.ms-powerpoint'] },
  { name: 'odp', words: 'OpenDocument slides', mediaTypes: [`${open}.presentation`] },
  { name: 'odg', words: 'OpenDocument drawing', mediaTypes: [`${open}.graphics`] },
  { name: 'xlsx', words: 'Excel', mediaTypes: [`${office}.spreadsheetml.sheet`] },
  { name: 'xls', words: 'Excel (old)', mediaTypes: ['application/vnd.ms-excel'] },
  {
    name: 'xlsb',
    words: 'Excel (binary)',
    mediaTypes: ['application/vnd.ms-excel.sheet.binary.macroenabled.12'],
  },
  { name: 'ods', words: 'OpenDocument table', mediaTypes: [`${open}.spreadsheet`] },
  { name: 'csv', words: 'CSV', mediaTypes: ['text/csv'] },
  { name: 'tsv', words: 'TSV', mediaTypes: ['text/tab-separated-values'] },
  { name: 'md', words: 'Markdown', mediaTypes: ['text/markdown'], aliases: ['markdown'] },
  { name: 'txt', words: 'Text', mediaTypes: ['text/plain'], aliases: ['text'] },
  { name: 'rst', words: 'reStructuredText', mediaTypes: ['text/x-rst'] },
  { name: 'org', words: 'Org', mediaTypes: ['text/org'] },
  {
    name: 'html',
    words: 'Web page',
    mediaTypes: ['text/html', 'application/xhtml+xml'],
    aliases: ['htm', 'xhtml'],
  },
  { name: 'epub', words: 'E-book', mediaTypes: ['application/epub+zip'] },
  {
    name: 'mail',
    words: 'Mail',
    mediaTypes: ['message/rfc822', 'application/vnd.ms-outlook', 'application/mbox'],
    aliases: ['email'],
  },
  { name: 'eml', words: 'Mail (eml)', mediaTypes: ['message/rfc822'] },
  { name: 'msg', words: 'Outlook mail', mediaTypes: ['application/vnd.ms-outlook'] },
  { name: 'mbox', words: 'Mailbox', mediaTypes: ['application/mbox'] },
  { name: 'image', words: 'Picture', mediaTypes: ['image/*'], aliases: ['picture', 'images'] },
  { name: 'jpg', words: 'JPEG', mediaTypes: ['image/jpeg'], aliases: ['jpeg'] },
  { name: 'png', words: 'PNG', mediaTypes: ['image/png'] },
  { name: 'tiff', words: 'TIFF', mediaTypes: ['image/tiff'], aliases: ['tif'] },
  { name: 'webp', words: 'WebP', mediaTypes: ['image/webp'] },
  { name: 'heic', words: 'HEIC', mediaTypes: ['image/heic', 'image/heif'], aliases: ['heif'] },
  { name: 'svg', words: 'SVG', mediaTypes: ['image/svg+xml'] },
  {
    name: 'recording',
    words: 'Recording',
    mediaTypes: ['audio/*', 'video/*'],
    aliases: ['recordings', 'media'],
  },
  { name: 'audio', words: 'Sound', mediaTypes: ['audio/*'], aliases: ['sound'] },
  { name: 'video', words: 'Video', mediaTypes: ['video/*'], aliases: ['videos', 'film'] },
  { name: 'mp3', words: 'MP3', mediaTypes: ['audio/mpeg'] },
  { name: 'wav', words: 'WAV', mediaTypes: ['audio/wav'], aliases: ['wave'] },
  { name: 'm4a', words: 'M4A', mediaTypes: ['audio/mp4'], aliases: ['m4b'] },
  { name: 'aac', words: 'AAC', mediaTypes: ['audio/aac'] },
  {
    name: 'ogg',
    words: 'Ogg',
    mediaTypes: ['audio/ogg', 'audio/opus', 'video/ogg'],
    aliases: ['oga', 'ogv'],
  },
  { name: 'opus', words: 'Opus', mediaTypes: ['audio/opus'] },
  { name: 'flac', words: 'FLAC', mediaTypes: ['audio/flac'] },
  { name: 'wma', words: 'Windows Media sound', mediaTypes: ['audio/x-ms-wma'] },
  { name: 'mp4', words: 'MP4', mediaTypes: ['video/mp4'], aliases: ['m4v'] },
  { name: 'mov', words: 'QuickTime', mediaTypes: ['video/quicktime'] },
  { name: 'webm', words: 'WebM', mediaTypes: ['video/webm', 'audio/webm'], aliases: ['weba'] },
  {
    name: 'mkv',
    words: 'Matroska',
    mediaTypes: ['video/x-matroska', 'audio/x-matroska'],
    aliases: ['mka', 'matroska'],
  },
  { name: 'avi', words: 'AVI', mediaTypes: ['video/x-msvideo'] },
  { name: 'wmv', words: 'Windows Media video', mediaTypes: ['video/x-ms-wmv'] },
  { name: 'tex', words: 'LaTeX', mediaTypes: ['text/x-tex'], aliases: ['latex'] },
  { name: 'ics', words: 'Calendar', mediaTypes: ['text/calendar'], aliases: ['calendar'] },
  { name: 'vcf', words: 'Contacts', mediaTypes: ['text/vcard'], aliases: ['vcard', 'contacts'] },
  {
    name: 'subtitles',
    words: 'Subtitles',
    mediaTypes: ['application/x-subrip', 'text/vtt'],
    aliases: ['srt', 'vtt'],
  },
  { name: 'json', words: 'JSON', mediaTypes: ['application/json', 'application/x-ndjson'] },
  { name: 'ndjson', words: 'NDJSON', mediaTypes: ['application/x-ndjson'], aliases: ['jsonl'] },
  { name: 'xml', words: 'XML', mediaTypes: ['application/xml', 'text/xml'] },
  { name: 'yaml', words: 'YAML', mediaTypes: ['application/yaml'], aliases: ['yml'] },
  {
    name: 'config',
    words: 'Settings',
    mediaTypes: ['application/yaml', 'application/toml', 'text/x-ini'],
  },
  { name: 'code', words: 'Source code', mediaTypes: codeTypes },
  { name: 'py', words: 'Python', mediaTypes: ['text/x-python'], aliases: ['python'] },
  { name: 'js', words: 'JavaScript', mediaTypes: ['text/javascript'], aliases: ['javascript'] },
  { name: 'ts', words: 'TypeScript', mediaTypes: ['text/x-typescript'], aliases: ['typescript'] },
  {
    name: 'archive',
    words: 'Archive',
    mediaTypes: [
      ...['application/zip', 'application/x-tar', 'application/gzip', 'application/x-bzip2'],
      ...['application/x-xz', 'application/zstd', 'application/x-7z-compressed', 'application/vnd.rar'],
    ],
  },
  { name: 'zip', words: 'Zip', mediaTypes: ['application/zip'] },
  { name: 'tar', words: 'Tar', mediaTypes: ['application/x-tar'] },
  { name: '7z', words: '7-Zip', mediaTypes: ['application/x-7z-compressed'] },
  { name: 'rar', words: 'RAR', mediaTypes: ['application/vnd.rar'] },
];

/** The document type of a name or an alias, in any case, with or without a dot. */
export function findDocumentType(name: string): DocumentType | undefined {
  const wanted = name.trim().toLowerCase().replace(/^\./u, '');
  return documentTypes.find((type) => type.name === wanted || type.aliases?.includes(wanted));
}
