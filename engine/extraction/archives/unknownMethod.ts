import { AppError } from '#base';

/** A member that is packed by a method that nothing here unpacks. */
export function unknownMethod(name: string, method: number): AppError {
  return new AppError(
    'file_unsupported',
    `“${name}” was left out: it is packed in a way that cannot be read (method ${method}). Unpack it yourself and add it.`,
    { details: { method } },
  );
}
