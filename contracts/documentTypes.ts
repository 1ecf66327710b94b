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

/** What a search may be narrowed to by name. A name that is not here is taken for a file extension. */
export const documentTypes: readonly DocumentType[] = [
  { name: 'pdf', words: 'PDF', mediaTypes: ['application/pdf'] },
  { name: 'docx', words: 'Word', mediaTypes: [`${office}.wordprocessingml.document`] },
  { name: 'doc', words: 'Word (old)', mediaTypes: ['application/msword'] },
  { name: 'odt', words: 'OpenDocument text', mediaTypes: [`${open}.text`] },
  { name: 'rtf', words: 'Rich text', mediaTypes: ['application/rtf', 'text/rtf'] },
  { name: 'pptx', words: 'PowerPoint', mediaTypes: [`${office}.presentationml.presentation`] },
  { name: 'ppt', words: 'PowerPoint (old)', mediaTypes: ['application/vnd.ms-powerpoint'] },
  { name: 'odp', words: 'OpenDocument slides', mediaTypes: [`${open}.presentation`] },
  { name: 'xlsx', words: 'Excel', mediaTypes: [`${office}.spreadsheetml.sheet`] },
  { name: 'xls', words: 'Excel (old)', mediaTypes: ['application/vnd.ms-excel'] },
  { name: 'ods', words: 'OpenDocument table', mediaTypes: [`${open}.spreadsheet`] },
  { name: 'csv', words: 'CSV', mediaTypes: ['text/csv'] },
  { name: 'tsv', words: 'TSV', mediaTypes: ['text/tab-separated-values'] },
  { name: 'md', words: 'Markdown', mediaTypes: ['text/markdown'], aliases: ['markdown'] },
  { name: 'txt', words: 'Text', mediaTypes: ['text/plain'], aliases: ['text'] },
  {
    name: 'html',
    words: 'Web page',
    mediaTypes: ['text/html', 'application/xhtml+xml'],
    aliases: ['htm', 'xhtml'],
  },
  { name: 'epub', words: 'E-book', mediaTypes: ['application/epub+zip'] },
  {
    name: 'eml',
    words: 'Mail',
    mediaTypes: ['message/rfc822', 'application/vnd.ms-outlook', 'application/mbox'],
    aliases: ['mail', 'email'],
  },
  { name: 'msg', words: 'Outlook mail', mediaTypes: ['application/vnd.ms-outlook'] },
  { name: 'mbox', words: 'Mailbox', mediaTypes: ['application/mbox'] },
  { name: 'image', words: 'Picture', mediaTypes: ['image/*'], aliases: ['picture', 'images'] },
  { name: 'jpg', words: 'JPEG', mediaTypes: ['image/jpeg'], aliases: ['jpeg'] },
  { name: 'png', words: 'PNG', mediaTypes: ['image/png'] },
  { name: 'tiff', words: 'TIFF', mediaTypes: ['image/tiff'], aliases: ['tif'] },
  { name: 'json', words: 'JSON', mediaTypes: ['application/json', 'application/x-ndjson'] },
  { name: 'xml', words: 'XML', mediaTypes: ['application/xml', 'text/xml'] },
  { name: 'zip', words: 'Zip archive', mediaTypes: ['application/zip'] },
];

/** The document type of a name or an alias, in any case, with or without a dot. */
export function findDocumentType(name: string): DocumentType | undefined {
  const wanted = name.trim().toLowerCase().replace(/^\./u, '');
  return documentTypes.find((type) => type.name === wanted || type.aliases?.includes(wanted));
}
