import { decodeBytes } from '../office/codePages.ts';
import type { CompoundFile } from '../office/compoundFile.ts';

/** The properties of a message, a recipient or an attachment in an Outlook file ([MS-OXMSG]). */
export interface MapiProperties {
  text(id: number): string | undefined;
  binary(id: number): Uint8Array | undefined;
  number(id: number): number | undefined;
  /** Unix milliseconds. */
  time(id: number): number | undefined;
}

/** Bytes before the properties: of a file, of a message within, and of everything else. */
export const propertyHeaders = { file: 32, message: 24, other: 8 } as const;

export const mapi = {
  messageClass: 0x001a,
  subject: 0x0037,
  submitTime: 0x0039,
  representingName: 0x0042,
  representingAddress: 0x0065,
  transportHeaders: 0x007d,
  recipientType: 0x0c15,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  displayBcc: 0x0e02,
  displayCc: 0x0e03,
  displayTo: 0x0e04,
  deliveryTime: 0x0e06,
  body: 0x1000,
  packedRtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  address: 0x3003,
  createdAt: 0x3007,
  modifiedAt: 0x3008,
  attachData: 0x3701,
  attachExtension: 0x3703,
  attachShortName: 0x3704,
  attachMethod: 0x3705,
  attachName: 0x3707,
  attachMediaType: 0x370e,
  smtpAddress: 0x39fe,
  internetCodePage: 0x3fde,
  messageCodePage: 0x3ffd,
  senderSmtp: 0x5d01,
  representingSmtp: 0x5d02,
} as const;

const unicodeText = 0x001f;
const byteText = 0x001e;
const binaryData = 0x0102;
const timeType = 0x0040;
const entryBytes = 16;
const epoch = 11_644_473_600_000;
/** Beyond this a text is none; attachments are read as they are. */
const maxTextBytes = 128 * 1024 * 1024;

/** @param folder with a slash at its end, or empty @param codePage of texts that are not Unicode */
export function readMapiProperties(
  file: CompoundFile,
  folder: string,
  headerBytes: number,
  codePage?: number,
): MapiProperties {
  const fixed = new Map<number, DataView>();
  const table = file.read(`${folder}__properties_version1.0`) ?? new Uint8Array();
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  for (let at = headerBytes; at + entryBytes <= table.length; at += entryBytes)
    fixed.set(view.getUint32(at, true), new DataView(table.buffer, table.byteOffset + at + 8, 8));

  const find = (id: number, ...types: number[]) => {
    for (const type of types) {
      const value = fixed.get(id * 0x10000 + type);
      if (value) return value;
    }
    return undefined;
  };
  const stream = (id: number, type: number) => {
    const bytes = file.read(`${folder}__substg1.0_${hex(id)}${hex(type)}`);
    return bytes && bytes.length <= maxTextBytes ? bytes : undefined;
  };
  const number = (id: number) => find(id, 0x0003, 0x000b)?.getInt32(0, true);
  const page = codePage ?? number(mapi.messageCodePage) ?? number(mapi.internetCodePage) ?? 1252;

  return {
    text(id) {
      const unicode = stream(id, unicodeText);
      if (unicode) return trimNulls(Buffer.from(unicode).toString('utf16le'));
      const bytes = stream(id, byteText);
      return bytes && trimNulls(decodeBytes(bytes, page));
    },
    binary: (id) => file.read(`${folder}__substg1.0_${hex(id)}${hex(binaryData)}`),
    number,
    time(id) {
      const value = find(id, timeType)?.getBigUint64(0, true);
      if (value === undefined || value === 0n) return undefined;
      const time = Number(value / 10_000n) - epoch;
      return time > 0 && time < 8e12 ? time : undefined;
    },
  };
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function trimNulls(text: string): string {
  return text.replace(/\0+$/, '');
}
