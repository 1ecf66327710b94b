import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hearBytes, ways } from './testing/withRecording.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));

it('says of Windows Media that is locked that it is', async () => {
  const bytes = fixture('tone.wma');
  const text = (value: string) => Buffer.concat([uint32(value.length), Buffer.from(value, 'latin1')]);
  const fields = Buffer.concat([
    uint32(4),
    Buffer.alloc(4),
    text('DRM\0'),
    text('KEY1\0'),
    text('http://x/\0'),
  ]);
  const guid = Buffer.from('fbb3112223bdd211b4b700a0c955fc6e', 'hex');
  const locked = Buffer.concat([
    bytes.subarray(0, 30),
    guid,
    uint32(24 + fields.length),
    uint32(0),
    fields,
    bytes.subarray(30),
  ]);
  locked.writeUInt32LE(bytes.readUInt32LE(16) + 24 + fields.length, 16);
  locked.writeUInt32LE(bytes.readUInt32LE(24) + 1, 24);
  for (const [, media] of ways) {
    expect((await hearBytes(media, 'plain.wma', bytes)).lanes).toHaveLength(1);
    await expect(hearBytes(media, 'locked.wma', locked)).rejects.toMatchObject({
      code: 'recording_protected',
    });
  }
});

it('says of a WebM whose track is encrypted that it is', async () => {
  for (const [, media] of ways) {
    // Opus makes noise of anything: without the encryption it is heard.
    expect((await hearBytes(media, 'plain.webm', webm(false))).lanes).toHaveLength(1);
    await expect(hearBytes(media, 'locked.webm', webm(true))).rejects.toMatchObject({
      code: 'recording_protected',
    });
  }
});

/** An Opus track with one packet, encrypted as the WebM project has it. */
function webm(isLocked: boolean): Buffer {
  const key = element('47e2', Buffer.from('0123456789abcdef'));
  const encryption = element('5035', element('47e1', Buffer.from([5])), key);
  const encodings = element('6d80', element('6240', element('5033', Buffer.from([1])), encryption));
  const head = Buffer.from('OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0', 'latin1');
  const rate = Buffer.alloc(4);
  rate.writeFloatBE(48_000);
  const track = element(
    'ae',
    element('d7', Buffer.from([1])),
    element('73c5', Buffer.from([1])),
    element('83', Buffer.from([2])),
    element('86', Buffer.from('A_OPUS')),
    element('63a2', head),
    element('e1', element('b5', rate), element('9f', Buffer.from([1]))),
    ...(isLocked ? [encodings] : []),
  );
  const block = element('a3', Buffer.from([0x81, 0, 0, 0x80]), Buffer.alloc(200, 0x5a));
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from('webm'))),
    element(
      '18538067',
      element('1549a966', element('2ad7b1', Buffer.from([0x0f, 0x42, 0x40]))),
      element('1654ae6b', track),
      element('1f43b675', element('e7', Buffer.from([0])), block),
    ),
  ]);
}

function element(id: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x10000000 | body.length);
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
