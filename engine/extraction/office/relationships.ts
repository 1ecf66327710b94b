import { posix } from 'node:path';
import type { OfficePackage } from './officePackage.ts';
import { ignoreDamage, type Origin } from './origin.ts';
import { readXml } from './readXml.ts';

/** What a part of a package points at inside the package. */
export interface Relationship {
  /** The last step of its type's address: `image`, `slide`, `footnotes`. */
  type: string;
  /** Name of the entry. */
  target: string;
}

const maxRelationshipBytes = 32 * 1024 * 1024;

/**
 * The relationships of a part by their ids; empty where it has none. What points out of the package (files,
 * addresses) is left out here, once for all: nothing that a document names is ever opened.
 */
export async function readRelationships(
  origin: Origin,
  files: OfficePackage,
  part: string,
): Promise<Map<string, Relationship>> {
  const found = new Map<string, Relationship>();
  const folder = posix.dirname(part);
  const entry = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if ((files.size(entry) ?? 0) > maxRelationshipBytes) return found;
  await readXml(origin, files.stream(entry), {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Type || !Target) return;
      if (TargetMode?.toLowerCase() === 'external' || /^[a-z][a-z\d+.-]*:/i.test(Target)) return;
      const target = posix.join(Target.startsWith('/') ? '.' : folder, decoded(Target)).replace(/^\/+/, '');
      if (target.startsWith('../') || !files.has(target)) return;
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
    close: () => undefined,
    text: () => undefined,
  }).catch(ignoreDamage);
  return found;
}

/** The one target of a type, where there is one. */
export function targetOf(relationships: ReadonlyMap<string, Relationship>, type: string): string | undefined {
  for (const relationship of relationships.values())
    if (relationship.type === type) return relationship.target;
  return undefined;
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target.replaceAll('\\', '/'));
  } catch {
    return target;
  }
}
