/** TensorProto.DataType of onnx.proto3. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
} as const;

export type ElementType = keyof typeof elementTypes;

/** Little-endian, row-major bytes of a constant of the graph. */
export interface OnnxConstant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

/** Integers (also in lists) become INT attributes; `{ float }` a FLOAT one; strings a STRING one. */
export type OnnxAttribute = number | readonly number[] | string | { readonly float: number };

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Empty for the standard operators; `com.microsoft` for onnxruntime's own. */
  readonly domain?: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** A name stands for a dimension known at run time. */
  readonly shape: readonly (number | string)[];
}

/** A model as its author sees it: a graph in topological order with its constants. */
export interface OnnxModel {
  readonly name: string;
  /** Version of the standard operator set. */
  readonly opset: number;
  /** Version of `com.microsoft`, where a node uses it. */
  readonly microsoftOpset?: number;
  readonly producer: { readonly name: string; readonly version: string };
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly metadata?: Readonly<Record<string, string>>;
}
