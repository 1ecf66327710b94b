/** One record of a PowerPoint stream; [MS-PPT] 2.3.1. */
export interface PowerPointRecord {
  type: number;
  instance: number;
  isContainer: boolean;
  /** Of its content. */
  start: number;
  end: number;
}

/** The records between two offsets; what claims to be longer than its container ends with it. */
export function* recordsIn(view: DataView, start: number, end: number): Generator<PowerPointRecord> {
  const limit = Math.min(end, view.byteLength);
  for (let at = start; at + 8 <= limit; ) {
    const head = view.getUint16(at, true);
    const record = {
      type: view.getUint16(at + 2, true),
      instance: head >> 4,
      isContainer: (head & 0xf) === 0xf,
      start: at + 8,
      end: Math.min(limit, at + 8 + view.getUint32(at + 4, true)),
    };
    yield record;
    at = record.end;
  }
}

export function findRecord(
  view: DataView,
  { start, end }: { start: number; end: number },
  type: number,
  instance?: number,
): PowerPointRecord | undefined {
  for (const record of recordsIn(view, start, end))
    if (record.type === type && (instance === undefined || record.instance === instance)) return record;
  return undefined;
}

/** Kinds of records; [MS-PPT] 2.13.24 and [MS-ODRAW] 2.2. */
export const recordType = {
  document: 0x03e8,
  slide: 0x03ee,
  slideAtom: 0x03ef,
  slidePersist: 0x03f3,
  slideShowInfo: 0x03f9,
  drawing: 0x040c,
  embedList: 0x0409,
  placeholder: 0x0bc3,
  outlineReference: 0x0f9e,
  textHeader: 0x0f9f,
  textCharacters: 0x0fa0,
  textStyle: 0x0fa1,
  textBytes: 0x0fa8,
  characterString: 0x0fba,
  embedded: 0x0fcc,
  embeddedAtom: 0x0fc3,
  slideList: 0x0ff0,
  userEdit: 0x0ff5,
  embeddedStorage: 0x1011,
  persistDirectory: 0x1772,
  tagData: 0x138b,
  comment: 0x2ee0,
  group: 0xf003,
  shape: 0xf004,
  shapeProperties: 0xf00a,
  textBox: 0xf00d,
  childAnchor: 0xf00f,
  clientAnchor: 0xf010,
  clientData: 0xf011,
  moreOptions: 0xf122,
} as const;
