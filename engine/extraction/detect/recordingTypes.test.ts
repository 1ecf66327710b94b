import { readFileSync } from 'node:fs';
import { findDocumentType } from '@adiuva/contracts';
import { describe, expect, it } from 'vitest';
import { detectMediaType } from './detectMediaType.ts';
import { isRecording, recordingMediaType } from './recordingSignatures.ts';

const fixture = (name: string) => readFileSync(new URL(`../../media/fixtures/${name}`, import.meta.url));
const latin = (text: string) => Buffer.from(text.padEnd(64, '\0'), 'latin1');

const types: Readonly<Record<string, string>> = {
  'tone.mp3': 'audio/mpeg',
  'tone.m4a': 'audio/mp4',
  'tone-alac.m4a': 'audio/mp4',
  'tone.aac': 'audio/aac',
  'tone.ogg': 'audio/ogg',
  'tone.opus': 'audio/opus',
  'tone.flac': 'audio/flac',
  'tone.wma': 'audio/x-ms-wma',
  'tone.webm': 'video/webm',
  'tone.mp4': 'video/mp4',
  'tone.mov': 'video/quicktime',
  'tone.avi': 'video/x-msvideo',
  'tone.mkv': 'video/x-matroska',
};

describe('the type of a recording', () => {
  it.each(Object.entries(types))('is that of its content, whatever the name: %s', async (name, type) => {
    const bytes = fixture(name);
    for (const given of [name, 'noname', 'wrong.pdf.bak', 'notes.mp3'])
      expect([given, await detectMediaType(given, bytes)]).toEqual([given, type]);
    expect(isRecording(type)).toBe(true);
  });

  it('is found by the first kilobytes alone', () => {
    for (const [name, type] of Object.entries(types))
      expect([name, recordingMediaType(name, fixture(name).subarray(0, 8192))]).toEqual([name, type]);
  });

  it('is told of kinds that we have no fixture for', () => {
    const heads: Record<string, string> = {
      'RIFF\x24\0\0\0WAVEfmt ': 'audio/wav',
      'RF64\xff\xff\xff\xffWAVEds64': 'audio/wav',
      'FORM\0\0\0\x10AIFCCOMM': 'audio/aiff',
      '#!AMR\n': 'audio/amr',
      'caff\0\x01\0\0': 'audio/x-caf',
      'FLV\x01\x05': 'video/x-flv',
      '\0\0\x01\xba\x44': 'video/mpeg',
      '\0\0\0\x18ftypM4B \0\0\0\0': 'audio/mp4',
      '\0\0\0\x18ftyp3gp5\0\0\0\0': 'video/3gpp',
      '\0\0\x10\0moov\0\0\0\x6cmvhd': 'video/quicktime',
      'OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x2a\x80theora': 'video/ogg',
    };
    for (const [head, type] of Object.entries(heads)) expect(recordingMediaType('x', latin(head))).toBe(type);
    const stream = Buffer.alloc(188 * 5);
    for (let packet = 0; packet < 5; packet++) stream[packet * 188] = 0x47;
    expect(recordingMediaType('x', stream)).toBe('video/mp2t');
  });

  it('finds the frames behind tags and behind what else stands there', () => {
    const mp3 = fixture('tone.mp3').subarray(fixture('tone.mp3').indexOf(Buffer.from([0xff, 0xf3])));
    const tag = Buffer.concat([latin('ID3\x04\0\0\0\0\x01\x00').subarray(0, 10), Buffer.alloc(128)]);
    expect(recordingMediaType('x', Buffer.concat([tag, fixture('tone.aac')]))).toBe('audio/aac');
    expect(recordingMediaType('x', Buffer.concat([tag, fixture('tone.flac')]))).toBe('audio/flac');
    expect(recordingMediaType('x', Buffer.concat([tag, mp3]))).toBe('audio/mpeg');
    expect(recordingMediaType('x.mp3', Buffer.concat([Buffer.alloc(700), mp3]))).toBe('audio/mpeg');
    expect(recordingMediaType('x', Buffer.concat([Buffer.alloc(700), mp3]))).toBeUndefined();
  });

  it('is not given to what is none', async () => {
    const texts = [
      '\xff\xfeH\0e\0l\0l\0o\0',
      'The free mdat',
      'MAC',
      'RIFFs are short',
      'FORM: AIFF',
      '.snd',
    ];
    for (const text of texts)
      expect(recordingMediaType('a.txt', Buffer.from(text, 'latin1'))).toBeUndefined();
    expect(recordingMediaType('a.heic', latin('\0\0\0\x18ftypheic\0\0\0\0'))).toBeUndefined();
    expect(await detectMediaType('a.heic', latin('\0\0\0\x18ftypheic\0\0\0\0mif1heic'))).toBe('image/heic');
    await expect(detectMediaType('cut.mp3', Buffer.from('words, only words'))).rejects.toMatchObject({
      code: 'file_malformed',
    });
  });

  it('can be asked for by a name', () => {
    for (const [file, type] of Object.entries(types)) {
      const named = findDocumentType(file.slice(file.lastIndexOf('.')));
      expect([file, named?.mediaTypes.includes(type)]).toEqual([file, true]);
    }
    expect(findDocumentType('recording')?.mediaTypes).toEqual(['audio/*', 'video/*']);
  });
});
