import { inflateSync } from 'node:zlib';
import { fileEncrypted, fileMalformed } from '../fileErrors.ts';
import type { CompoundFile } from '../office/compoundFile.ts';
import { findRecord, type PowerPointRecord, recordsIn, recordType } from './records.ts';
import { viewOf } from './wordFile.ts';

/** A slide as the presentation lists it. */
export interface ListedSlide {
  id: number;
  page: PowerPointRecord;
  /** Where its texts stand in the outline. */
  outline: { start: number; end: number };
}

export interface PowerPointFile {
  bytes: Uint8Array;
  view: DataView;
  slides: ListedSlide[];
  /** Pages of speaker's notes by their id. */
  notes: Map<number, PowerPointRecord>;
  /** Embedded objects, unpacked: compound files of their own. */
  objects(): Uint8Array[];
}

const maxEdits = 10_000;
const maxObjects = 200;
const maxObjectBytes = 64 * 1024 * 1024;
const encryptedToken = 0xf3d1c4df;

/**
 * Finds a presentation's slides by way of the last edit and all before it; [MS-PPT] 2.1.2.
 *
 * @throws AppError `file_encrypted`, `file_malformed`
 */
export function openPowerPointFile(name: string, file: CompoundFile): PowerPointFile {
  const bytes = file.read('PowerPoint Document') ?? new Uint8Array();
  const view = viewOf(bytes);
  const user = file.read('Current User') ?? new Uint8Array();
  const userView = viewOf(user);
  if (user.length >= 20 && userView.getUint32(12, true) === encryptedToken) throw fileEncrypted(name);

  const pages = new Map<number, number>();
  let documentId = 0;
  let edit = user.length >= 20 ? userView.getUint32(16, true) : 0;
  const seen = new Set<number>();
  while (edit > 0 && edit + 28 <= bytes.length && !seen.has(edit) && seen.size < maxEdits) {
    seen.add(edit);
    if (view.getUint16(edit + 2, true) !== recordType.userEdit) break;
    if (view.getUint32(edit + 4, true) >= 32) throw fileEncrypted(name);
    readDirectory(view, view.getUint32(edit + 20, true), pages);
    documentId ||= view.getUint32(edit + 24, true);
    edit = view.getUint32(edit + 16, true);
  }

  const at = (offset: number | undefined, type?: number): PowerPointRecord | undefined => {
    if (offset === undefined) return undefined;
    const [record] = recordsIn(view, offset, bytes.length);
    return record && (type === undefined || record.type === type) ? record : undefined;
  };
  const document =
    at(pages.get(documentId), recordType.document) ??
    findRecord(view, { start: 0, end: bytes.length }, recordType.document);
  if (!document) throw fileMalformed(name, 'a presentation', new Error('no document record'));

  const slides: ListedSlide[] = [];
  const notes = new Map<number, PowerPointRecord>();
  for (const list of recordsIn(view, document.start, document.end)) {
    if (list.type !== recordType.slideList) continue;
    let last: ListedSlide | undefined;
    for (const record of recordsIn(view, list.start, list.end)) {
      if (record.type === recordType.slidePersist && record.end - record.start >= 16) {
        last = undefined;
        const page = at(pages.get(view.getUint32(record.start, true)));
        const id = view.getUint32(record.start + 12, true);
        if (!page) continue;
        if (list.instance === 2) notes.set(id, page);
        if (list.instance !== 0) continue;
        last = { id, page, outline: { start: record.end, end: record.end } };
        slides.push(last);
      } else if (last) last.outline.end = record.end;
    }
  }
  if (slides.length === 0) slides.push(...strayed(view, bytes.length));

  return {
    bytes,
    view,
    slides,
    notes,
    objects: () => readObjects(bytes, view, document, (id) => at(pages.get(id), recordType.embeddedStorage)),
  };
}

/** Slides that no list names, in the order in which they were written. */
function strayed(view: DataView, end: number): ListedSlide[] {
  const slides: ListedSlide[] = [];
  for (const page of recordsIn(view, 0, end)) {
    if (page.type === recordType.slide)
      slides.push({ id: slides.length, page, outline: { start: 0, end: 0 } });
  }
  return slides;
}

/** [MS-PPT] 2.3.5: runs of pages with their offsets; those of later edits are there already and stay. */
function readDirectory(view: DataView, offset: number, pages: Map<number, number>): void {
  const [record] = recordsIn(view, offset, view.byteLength);
  if (record?.type !== recordType.persistDirectory) return;
  for (let at = record.start; at + 4 <= record.end; ) {
    const head = view.getUint32(at, true);
    const first = head & 0xfffff;
    const count = head >>> 20;
    at += 4;
    for (let index = 0; index < count && at + 4 <= record.end; index++, at += 4)
      if (!pages.has(first + index)) pages.set(first + index, view.getUint32(at, true));
  }
}

function readObjects(
  bytes: Uint8Array,
  view: DataView,
  document: PowerPointRecord,
  find: (id: number) => PowerPointRecord | undefined,
): Uint8Array[] {
  const objects: Uint8Array[] = [];
  const list = findRecord(view, document, recordType.embedList);
  for (const record of list ? recordsIn(view, list.start, list.end) : []) {
    if (record.type !== recordType.embedded || objects.length >= maxObjects) continue;
    const atom = findRecord(view, record, recordType.embeddedAtom);
    const storage =
      atom && atom.end - atom.start >= 20 ? find(view.getUint32(atom.start + 16, true)) : undefined;
    if (!storage) continue;
    const content = bytes.subarray(storage.start, storage.end);
    try {
      const unpacked =
        storage.instance === 1
          ? inflateSync(content.subarray(4), { maxOutputLength: maxObjectBytes })
          : content;
      objects.push(unpacked);
    } catch {
      // A damaged object leaves the slides whole.
    }
  }
  return objects;
}
