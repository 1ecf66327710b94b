import { basename } from 'node:path';
import { createOnnxSession, type OnnxSession, type OnnxSessionOptions } from '@adiuva/native/onnx';
import { AppError } from '#base';

/**
 * @throws AppError `model_invalid` that names the file; `unavailable` where this machine has no onnxruntime
 */
export async function loadSession(file: string, options: OnnxSessionOptions): Promise<OnnxSession> {
  try {
    return await createOnnxSession(file, options);
  } catch (cause) {
    const code = (cause as { code?: unknown } | null)?.code;
    if (code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND')
      throw new AppError('unavailable', 'The library that runs models does not load on this machine.', {
        cause,
      });
    throw invalidModel(file, cause);
  }
}

/** Of a file that is there and does not serve; its external data is named where that is what is wrong. */
export function invalidModel(file: string, cause?: unknown): AppError {
  const isExternal = cause instanceof Error && /external (data|initializer)/i.test(cause.message);
  const what = isExternal
    ? `The data file of the model ${basename(file)}`
    : `The model file ${basename(file)}`;
  return new AppError(
    'model_invalid',
    isExternal
      ? `${what} is missing or damaged. Remove the model and install it again.`
      : `${what} is damaged, or not of a kind that can be used here. Remove the model and install it again.`,
    { cause, details: { path: file } },
  );
}
