export { type EncodedOnnxModel, type ExternalDataOptions, encodeOnnxModel } from './encodeOnnxModel.ts';
export type {
  ElementType,
  OnnxAttribute,
  OnnxConstant,
  OnnxModel,
  OnnxNode,
  OnnxValue,
} from './onnxModel.ts';
export { writeOnnxModel } from './writeOnnxModel.ts';
