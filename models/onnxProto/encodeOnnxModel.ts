import {
  elementTypes,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxModel,
  type OnnxValue,
} from './onnxModel.ts';
import { onnxRoot } from './schema.ts';

/** IR version 8 goes with operator sets 15 to 18 and is read by every runtime of the last years. */
const irVersion = 8;

const attributeTypes = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

/** TensorProto.DataLocation of onnx.proto3. */
const externalLocation = 1;

export interface ExternalDataOptions {
  /** Name of the data file, beside the model file: a plain file name. */
  readonly location: string;
  /** Constants of fewer bytes stay in the model file, as PyTorch's exporter does with under 1 KiB. */
  readonly fromBytes?: number;
}

export interface EncodedOnnxModel {
  /** The ModelProto. */
  readonly model: Uint8Array;
  /** What belongs into the external data file, in order; concatenated they are the file. */
  readonly externalData: readonly Uint8Array[];
}

/** Offsets of the external file are aligned to pages, so that the runtime can map them. */
const alignment = 4096;

/**
 * A ModelProto, byte for byte the same for the same model.
 *
 * @throws RangeError when a constant's bytes do not fit its shape, or over 2 GiB stand in the model file itself
 */
export function encodeOnnxModel(model: OnnxModel, external?: ExternalDataOptions): EncodedOnnxModel {
  const externalData: Uint8Array[] = [];
  let offset = 0;
  const initializer = model.constants.map((constant) => {
    const bytes = bytesOf(constant);
    const head = { dims: [...constant.shape], dataType: elementTypes[constant.type], name: constant.name };
    if (!external || bytes.length < (external.fromBytes ?? 1024)) return { ...head, rawData: bytes };
    const padding = (alignment - (offset % alignment)) % alignment;
    if (padding > 0) externalData.push(new Uint8Array(padding));
    const start = offset + padding;
    externalData.push(bytes);
    offset = start + bytes.length;
    return {
      ...head,
      dataLocation: externalLocation,
      externalData: [
        { key: 'location', value: external.location },
        { key: 'offset', value: String(start) },
        { key: 'length', value: String(bytes.length) },
      ],
    };
  });
  const inline = initializer.reduce(
    (sum, tensor) => sum + ('rawData' in tensor ? tensor.rawData.length : 0),
    0,
  );
  if (inline > 2 ** 31 - 2 ** 20)
    throw new RangeError('A protobuf message holds at most 2 GiB: put the constants into external data.');
  const type = onnxRoot.lookupType('onnx.ModelProto');
  const message = {
    irVersion,
    producerName: model.producer.name,
    producerVersion: model.producer.version,
    opsetImport: [
      { domain: '', version: model.opset },
      ...(model.microsoftOpset ? [{ domain: 'com.microsoft', version: model.microsoftOpset }] : []),
    ],
    graph: {
      name: model.name,
      node: model.nodes.map((node, index) => ({
        input: [...node.inputs],
        output: [...node.outputs],
        name: `${node.operator}_${index}`,
        opType: node.operator,
        domain: node.domain ?? '',
        attribute: Object.entries(node.attributes ?? {}).map(([name, value]) => attribute(name, value)),
      })),
      initializer,
      input: model.inputs.map(valueInfo),
      output: model.outputs.map(valueInfo),
    },
    metadataProps: Object.entries(model.metadata ?? {}).map(([key, value]) => ({ key, value })),
  };
  return { model: type.encode(type.create(message)).finish(), externalData };
}

function attribute(name: string, value: OnnxAttribute): Record<string, unknown> {
  if (typeof value === 'string')
    return { name, s: new TextEncoder().encode(value), type: attributeTypes.string };
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.int };
  if ('float' in value) return { name, f: value.float, type: attributeTypes.float };
  return { name, ints: [...value], type: attributeTypes.ints };
}

function valueInfo(value: OnnxValue): Record<string, unknown> {
  const dim = value.shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name: value.name, type: { tensorType: { elemType: elementTypes[value.type], shape: { dim } } } };
}

const elementBytes: Readonly<Record<OnnxConstant['type'], number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float64: 8,
};

function bytesOf({ name, type, shape, data }: OnnxConstant): Uint8Array {
  const expected = shape.reduce((product, size) => product * size, 1) * elementBytes[type];
  if (data.byteLength !== expected)
    throw new RangeError(
      `The constant ${name} has ${data.byteLength} bytes; its shape asks for ${expected}.`,
    );
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
