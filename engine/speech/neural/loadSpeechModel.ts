import { basename } from 'node:path';
import { createOnnxSession, type OnnxSession, type OnnxTensor } from '@adiuva/native/onnx';
import { AppError } from '#base';

/** @throws AppError `model_not_installed` when the file is not there, `model_invalid` when it does not load */
export async function loadSpeechModel(file: string, threads?: number): Promise<OnnxSession> {
  try {
    return await createOnnxSession(file, { threads });
  } catch (cause) {
    if (cause instanceof Error && /doesn't exist|no such file|File doesn/i.test(cause.message))
      throw new AppError(
        'model_not_installed',
        `The model file ${basename(file)} is not there. Install the model again.`,
        {
          cause,
          details: { path: file },
        },
      );
    throw invalidSpeechModel(file, cause);
  }
}

/**
 * Of a model with one input and one output.
 *
 * @throws AppError `model_invalid` when the graph does not take the input or gives something else than numbers
 */
export async function runSpeechModel(
  session: OnnxSession,
  file: string,
  input: OnnxTensor,
): Promise<{ data: Float32Array; shape: readonly number[] }> {
  const [{ name } = { name: '' }] = session.inputs;
  const result = await session
    .run({ [name]: input }, session.outputs[0]?.name ?? '')
    .catch((cause: unknown) => {
      throw invalidSpeechModel(file, cause);
    });
  if (result.type !== 'float32') throw invalidSpeechModel(file);
  return result;
}

export function invalidSpeechModel(file: string, cause?: unknown): AppError {
  return new AppError(
    'model_invalid',
    `The model file ${basename(file)} is damaged, or not of a kind that can be used here. Remove the model and install it again.`,
    { cause, details: { path: file } },
  );
}
