/** Element types by their ONNX names, each with the array that carries it. */
export interface OnnxArrays {
  float32: Float32Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int32: Int32Array;
  int64: BigInt64Array;
}

export type OnnxTensorType = keyof OnnxArrays;

/** Row-major; `data.length` is the product of `shape`. */
export type OnnxTensor = {
  [T in OnnxTensorType]: {
    readonly type: T;
    readonly data: OnnxArrays[T];
    readonly shape: readonly number[];
  };
}[OnnxTensorType];

const arrays = {
  float32: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
} as const;

/** @returns the tensor, or null where its type is not one of ours or its array does not fit */
export function asOnnxTensor(type: string, data: unknown, shape: readonly number[]): OnnxTensor | null {
  if (!Object.hasOwn(arrays, type)) return null;
  const known = type as OnnxTensorType;
  return data instanceof arrays[known] ? ({ type: known, data, shape } as OnnxTensor) : null;
}
