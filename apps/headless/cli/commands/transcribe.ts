import { AppError } from '@adiuva/wire';

/** The command is part of the stable grammar; what does its work is not in this version. */
export async function transcribe(): Promise<void> {
  throw new AppError('unavailable', 'This version of Adiuva does not read recordings yet.');
}
