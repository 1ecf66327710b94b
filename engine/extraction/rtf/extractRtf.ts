import { throwIfAborted } from '#base';
import { fileEmpty, fileMalformed, fileWithoutText } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { createBlockSink } from '../office/storyBlocks.ts';
import { createRtfReader } from './readRtfText.ts';
import { rtfPictures } from './rtfPictures.ts';
import { readRtf } from './rtfTokens.ts';

/** With less text than this a document that holds pictures is a scan, or as good as one. */
const fewLetters = 40;

/** Rich text: styles, lists with their marks, tables, notes; hidden and deleted text is left out. */
export async function extractRtf(source: Source): Promise<Extracted> {
  const { name, limits, signal, bytes } = source;
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (!head.includes('{\\rtf')) throw fileMalformed(name, 'an RTF document');
  const body = createFlowWriter(name, limits.maxTextLength);
  const sink = createBlockSink(body);
  const content = bytes.subarray(head.indexOf('{\\rtf'));
  const reader = createRtfReader(name, content, limits.maxTextLength, sink.write);
  await readRtf(content, reader.listener, async (offset) => {
    await new Promise((resolve) => setImmediate(resolve));
    throwIfAborted(signal);
    source.onProgress(offset, bytes.length);
  });
  const { headers, footers, metadata } = reader.finish();
  sink.finish();
  const bodyLength = body.length;

  // Headers come in the file before the text they stand over, but their place is known only now.
  const text = body.finish();
  const writer = createFlowWriter(name, limits.maxTextLength);
  for (const line of headers) writer.block('paragraph', line);
  writer.append(text);
  for (const line of footers) writer.block('paragraph', line);
  const whole = writer.finish();
  const pictures = bodyLength < fewLetters ? rtfPictures(bytes) : undefined;
  if (whole.text === '' && !pictures) {
    throw Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('\\pict')
      ? fileWithoutText(name)
      : fileEmpty(name);
  }
  source.onProgress(1, 1);
  return { metadata, parts: splitFlow(whole), warnings: [], members: pictures };
}
