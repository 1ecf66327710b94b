export { type ExecutionProvider, listExecutionProviders } from './executionProviders.ts';
export {
  createOnnxSession,
  type OnnxSession,
  type OnnxSessionOptions,
  type OnnxValueInfo,
} from './onnxSession.ts';
export type { OnnxTensor, OnnxTensorType } from './onnxTensor.ts';
