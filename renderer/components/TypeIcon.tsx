import {
  IconAddressBook,
  IconArchive,
  IconBook,
  IconCalendar,
  IconFile,
  IconFileCode,
  IconFileText,
  IconFileTypePdf,
  IconMail,
  IconMicrophone,
  IconPhoto,
  IconPresentation,
  IconTable,
  IconVideo,
  type Icon as TablerIcon,
} from '@tabler/icons-react';

const looks: readonly (readonly [of: RegExp, Icon: TablerIcon])[] = [
  [/pdf/, IconFileTypePdf],
  [/^image\//, IconPhoto],
  [/^audio\//, IconMicrophone],
  [/^video\//, IconVideo],
  [/rfc822|outlook|mbox/, IconMail],
  [/spreadsheet|excel|csv|tab-separated/, IconTable],
  [/presentation|powerpoint/, IconPresentation],
  [/epub/, IconBook],
  [/calendar/, IconCalendar],
  [/vcard/, IconAddressBook],
  [/zip|x-tar|bzip|x-xz|zstd|x-7z|rar/, IconArchive],
  [/wordprocessing|msword|opendocument.text|rtf/, IconFileText],
  [/json|xml|yaml|toml|javascript|text\/(x-(?!rst|tex)|css)/, IconFileCode],
  [/text/, IconFileText],
];

/** A document's kind at a glance; its words stand beside it. */
export function TypeIcon({ mediaType, size = 20 }: { mediaType: string | null; size?: number }) {
  const Icon = looks.find(([of]) => of.test(mediaType ?? ''))?.[1] ?? IconFile;
  return <Icon size={size} stroke={1.5} aria-hidden />;
}
