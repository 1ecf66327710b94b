import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOnnxSession } from '@adiuva/native/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeOnnxModel, type OnnxModel, writeOnnxModel } from './index.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-onnx-'));
afterAll(() => rm(folder, { recursive: true }));

/** y = x · weight + bias, with the weight over and the bias under the size of external data. */
const model: OnnxModel = {
  name: 'linear',
  opset: 17,
  producer: { name: 'test', version: '1' },
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 40] }],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch', 10] }],
  constants: [
    {
      name: 'weight',
      type: 'float32',
      shape: [40, 10],
      data: new Float32Array(400).map((_, index) => index % 7),
    },
    {
      name: 'second',
      type: 'float32',
      shape: [10, 50],
      data: new Float32Array(500).map((_, index) => (index % 11 === 0 ? 1 : 0)),
    },
    { name: 'bias', type: 'float32', shape: [10], data: new Float32Array(10).fill(0.5) },
  ],
  nodes: [
    { operator: 'MatMul', inputs: ['x', 'weight'], outputs: ['a'] },
    { operator: 'MatMul', inputs: ['a', 'second'], outputs: ['b'] },
    { operator: 'ReduceSum', inputs: ['b'], outputs: ['c'], attributes: { keepdims: 1 } },
    { operator: 'Mul', inputs: ['c', 'bias'], outputs: ['d'] },
    { operator: 'Add', inputs: ['a', 'd'], outputs: ['e'] },
    { operator: 'LeakyRelu', inputs: ['e'], outputs: ['y'], attributes: { alpha: { float: 0.25 } } },
  ],
};

async function compute(source: string | Uint8Array): Promise<number[]> {
  const session = await createOnnxSession(source, { threads: 1 });
  const x = new Float32Array(40).map((_, index) => index / 10);
  const output = await session.run({ x: { type: 'float32', data: x, shape: [1, 40] } }, 'y');
  await session.dispose();
  return Array.from(output.data as Float32Array);
}

describe('ONNX files', () => {
  it('hold the same model inline and with external data', async () => {
    const inline = join(folder, 'inline.onnx');
    const external = join(folder, 'external.onnx');
    await writeOnnxModel(inline, model);
    await writeOnnxModel(external, model, { location: 'external.onnx_data' });
    const expected = await compute(encodeOnnxModel(model).model);
    expect(expected.every(Number.isFinite)).toBe(true);
    expect(await compute(inline)).toEqual(expected);
    expect(await compute(external)).toEqual(expected);
    // 1,600 bytes, padded to the page the second constant begins on, and its 2,000.
    expect((await stat(join(folder, 'external.onnx_data'))).size).toBe(4096 + 2000);
    expect((await stat(external)).size).toBeLessThan(1024);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('are the same bytes every time', async () => {
    expect(encodeOnnxModel(model).model).toEqual(encodeOnnxModel(model).model);
    expect(await readFile(join(folder, 'inline.onnx'))).toEqual(Buffer.from(encodeOnnxModel(model).model));
  });

  it('refuse constants that do not fit their shape, and data that lies elsewhere', async () => {
    const [weight] = model.constants;
    const broken = { ...model, constants: weight ? [{ ...weight, shape: [41, 10] }] : [] };
    expect(() => encodeOnnxModel(broken)).toThrow(RangeError);
    for (const location of ['../outside', '', 'sub/folder'])
      await expect(writeOnnxModel(join(folder, 'm.onnx'), model, { location })).rejects.toThrow(RangeError);
  });
});
