import { join } from 'node:path';
import { type OnnxConstant, type OnnxModel, writeOnnxModel } from '@adiuva/models/onnxProto';
import { toneHertz } from './toneVoices.ts';

const rate = 16_000;
const producer = { name: 'adiuva', version: '1' };
/** As pyannote's segmentation 3.0: 991 samples a frame, a frame every 270. */
const receptiveField = 991;
const hop = 270;

export interface ToneModels {
  segmentation: string;
  embedding: string;
}

/**
 * A segmentation and a speaker-embedding model of the real ones' form (inputs, outputs, frames, powerset, log mel
 * bands), whose speakers are the three tones of `toneHertz`. What they know is made up; the way through them is not.
 * Local speakers are numbered by pitch, or the other way round in windows that begin with silence, so that a window's
 * numbers mean nothing from one to the next, as with the real one.
 */
export async function writeToneModels(folder: string): Promise<ToneModels> {
  const files = {
    segmentation: join(folder, 'tone-segmentation.onnx'),
    embedding: join(folder, 'tone-embedding.onnx'),
  };
  await writeOnnxModel(files.segmentation, segmentationGraph());
  await writeOnnxModel(files.embedding, embeddingGraph());
  return files;
}

function float32(name: string, shape: number[], data: ArrayLike<number>): OnnxConstant {
  return { name, type: 'float32', shape, data: Float32Array.from(data) };
}

function int64(name: string, values: number[]): OnnxConstant {
  return { name, type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

/**
 * Power of each tone in each frame by a pair of filters, a quarter of a period apart; then of every class how well it
 * fits: a tone is there or it is not.
 */
function segmentationGraph(): OnnxModel {
  const filters: number[] = [];
  for (const hertz of toneHertz)
    for (const phase of [0, Math.PI / 2])
      for (let index = 0; index < receptiveField; index++) {
        const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / receptiveField);
        filters.push((window * Math.cos((2 * Math.PI * hertz * index) / rate + phase) * 4) / receptiveField);
      }
  // A quiet tone's power behind the filters is 0.0009, the noise's a hundredth of a thousandth of that.
  const pairs = [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1];
  const classes = [0b000, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110];
  const forward = [0, 1, 2].flatMap((tone) => classes.map((mask) => (mask & (1 << tone) ? 1 : 0)));
  const backward = [2, 1, 0].flatMap((tone) => classes.map((mask) => (mask & (1 << tone) ? 1 : 0)));
  return {
    name: 'tone-segmentation',
    opset: 17,
    producer,
    inputs: [{ name: 'input_values', type: 'float32', shape: ['batch', 1, 'samples'] }],
    outputs: [{ name: 'logits', type: 'float32', shape: ['batch', 'frames', 7] }],
    constants: [
      float32('filters', [6, 1, receptiveField], filters),
      float32('pairs', [6, 3], pairs),
      float32('threshold', [1], [0.0003]),
      float32('forward', [3, 7], forward),
      float32(
        'difference',
        [3, 7],
        backward.map((value, index) => value - (forward[index] ?? 0)),
      ),
      float32('quiet', [1], [0.0001]),
      int64('start', [0]),
      int64('end', [800]),
      int64('axis', [2]),
    ],
    nodes: [
      {
        operator: 'Conv',
        inputs: ['input_values', 'filters'],
        outputs: ['filtered'],
        attributes: { strides: [hop] },
      },
      { operator: 'Mul', inputs: ['filtered', 'filtered'], outputs: ['squared'] },
      { operator: 'Transpose', inputs: ['squared'], outputs: ['rows'], attributes: { perm: [0, 2, 1] } },
      { operator: 'MatMul', inputs: ['rows', 'pairs'], outputs: ['power'] },
      { operator: 'Sub', inputs: ['power', 'threshold'], outputs: ['centred'] },
      { operator: 'Sign', inputs: ['centred'], outputs: ['isThere'] },
      // The order of the speakers turns round where the first 50 ms are silent.
      { operator: 'Slice', inputs: ['input_values', 'start', 'end', 'axis'], outputs: ['head'] },
      { operator: 'Mul', inputs: ['head', 'head'], outputs: ['headSquared'] },
      {
        operator: 'ReduceMean',
        inputs: ['headSquared'],
        outputs: ['headPower'],
        attributes: { keepdims: 1 },
      },
      { operator: 'Less', inputs: ['headPower', 'quiet'], outputs: ['isSilent'] },
      { operator: 'Cast', inputs: ['isSilent'], outputs: ['turned'], attributes: { to: 1 } },
      { operator: 'Mul', inputs: ['turned', 'difference'], outputs: ['change'] },
      { operator: 'Add', inputs: ['forward', 'change'], outputs: ['order'] },
      { operator: 'MatMul', inputs: ['isThere', 'order'], outputs: ['logits'] },
    ],
  };
}

/** How much the bands around each tone go up and down, over what noise does. */
function embeddingGraph(): OnnxModel {
  const mel = (hertz: number) => 1127 * Math.log(1 + hertz / 700);
  const step = (mel(8000) - mel(20)) / 81;
  const bands = toneHertz.map((hertz) => Math.round((mel(hertz) - mel(20)) / step) - 1);
  const projection = Array.from({ length: 80 * 3 }, (_, index) => {
    const [band, tone] = [Math.floor(index / 3), index % 3];
    return Math.abs(band - (bands[tone] ?? 0)) <= 1 ? 1 / 3 : 0;
  });
  return {
    name: 'tone-embedding',
    opset: 17,
    producer,
    inputs: [{ name: 'feats', type: 'float32', shape: ['batch', 'frames', 80] }],
    outputs: [{ name: 'embs', type: 'float32', shape: ['batch', 3] }],
    constants: [float32('projection', [80, 3], projection), float32('noise', [1], [2])],
    nodes: [
      { operator: 'MatMul', inputs: ['feats', 'projection'], outputs: ['projected'] },
      { operator: 'Mul', inputs: ['projected', 'projected'], outputs: ['squares'] },
      {
        operator: 'ReduceMean',
        inputs: ['squares'],
        outputs: ['moved'],
        attributes: { axes: [1], keepdims: 0 },
      },
      { operator: 'Sub', inputs: ['moved', 'noise'], outputs: ['over'] },
      { operator: 'Relu', inputs: ['over'], outputs: ['embs'] },
    ],
  };
}
