import { writeFileSync } from 'node:fs';

/** Raw 16-bit mono sound of 16 kHz that goes up and down in pitch and loudness: no speech, but something to hear. */
export function writeTone(path: string, seconds: number): void {
  const samples = Int16Array.from({ length: seconds * 16_000 }, (_, index) => {
    const time = index / 16_000;
    return (
      8000 * Math.sin(2 * Math.PI * (300 * time + 40 * Math.sin(5 * time))) * (0.6 + 0.4 * Math.sin(9 * time))
    );
  });
  writeFileSync(path, Buffer.from(samples.buffer));
}
