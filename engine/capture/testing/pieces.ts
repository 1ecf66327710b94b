/** Samples of two channels in a piece. */
export const framesOfPiece = 400;

/** Piece by piece other samples, so that a lost, doubled or torn one shows. */
export function pieceOf(sequence: number): Buffer {
  const samples = new Int16Array(framesOfPiece * 2);
  for (let index = 0; index < samples.length; index++) samples[index] = (sequence * 31 + index * 7) % 65_536;
  return Buffer.from(samples.buffer);
}
