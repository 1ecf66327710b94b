import { strToU8, zipSync } from 'fflate';

const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';
const relationshipTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A zip of texts and bytes by name, in the order in which they stand. */
export function buildZip(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );
}

/** A relationships part: id, type (its last step) and target; a fourth `true` makes it external. */
export function relations(
  list: readonly (readonly [id: string, type: string, target: string, external?: boolean])[],
): string {
  const each = list.map(
    ([id, type, target, external]) =>
      `<Relationship Id="${id}" Type="${relationshipTypes}/${type}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`,
  );
  return `<Relationships xmlns="${packageNamespace}/relationships">${each.join('')}</Relationships>`;
}

/** Declares the type of one part, which is how a package says what it is. */
export function contentTypes(part: string, type: string): string {
  return `<Types xmlns="${packageNamespace}/content-types"><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/></Types>`;
}

/** `kind: text` of each block, headings with their level. */
export function shown(
  parts: readonly {
    text: string;
    blocks: readonly { kind: string; start: number; end: number; level?: number | undefined }[];
  }[],
): string[] {
  return parts.flatMap((part) =>
    part.blocks.map(({ kind, start, end, level }) => `${kind}${level ?? ''}: ${part.text.slice(start, end)}`),
  );
}
