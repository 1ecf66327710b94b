import { wireErrorSchema } from '@adiuva/contracts';
import { AppError, fromWireError } from '@adiuva/wire';

/** An error as it came over the bridge. */
export function toAppError(error: unknown): AppError {
  const parsed = wireErrorSchema.safeParse(error);
  return parsed.success
    ? fromWireError(parsed.data)
    : new AppError('internal', 'The desktop answered with something that is no answer.');
}
