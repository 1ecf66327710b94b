import { expect, test } from 'vitest';
import { createRandom } from '../testing/testLibrary.ts';
import { createCodeMemory } from './codeMemory.ts';

test.each([16, 112, 128, 144, 512])(
  'finds the nearest of codes of %i bytes, as a plain loop does',
  (length) => {
    const random = createRandom(length);
    const slots = 9000;
    const code = () => Uint8Array.from({ length }, () => Math.floor(random() * 256));
    const memory = createCodeMemory(length);
    const codes: Uint8Array[] = [];
    for (let slot = 0; slot < slots; slot++) {
      // Grows as it is filled, which must not disturb what is there.
      memory.reserve(slot + 1);
      const made = slot % 1000 === 7 ? new Uint8Array(length).fill(255) : code();
      codes.push(made);
      memory.set(slot, made);
    }
    const allowed = Array.from({ length: slots }, () => random() < 0.7);
    for (const query of [code(), new Uint8Array(length).fill(255), new Uint8Array(length)]) {
      const expected = codes
        .map((other, slot) => ({ slot, distance: distance(query, other) }))
        .filter(({ slot }) => allowed[slot])
        .sort((a, b) => a.distance - b.distance || a.slot - b.slot);
      for (const count of [1, 50, 20_000]) {
        const limit = expected[Math.min(count, expected.length) - 1]?.distance ?? 0;
        const within = expected.filter((one) => one.distance <= limit);
        const found = memory.nearest(query, count, { fromBlock: 0, toBlock: 3, slots }, (firstSlot, mask) => {
          for (let at = 0; at < mask.length; at++) mask[at] = allowed[firstSlot + at] ? 1 : 0;
        });
        expect([...found.slots]).toEqual(within.map(({ slot }) => slot));
        expect([...found.distances]).toEqual(within.map((one) => one.distance));
      }
    }
  },
);

test('nothing that is masked is found', () => {
  const memory = createCodeMemory(16);
  memory.reserve(10);
  const range = { fromBlock: 0, toBlock: 1, slots: 10 };
  expect(memory.nearest(new Uint8Array(16), 5, range, (_, mask) => mask.fill(0)).slots).toHaveLength(0);
  expect(
    memory.nearest(new Uint8Array(16), 5, { ...range, slots: 0 }, (_, mask) => mask.fill(1)).slots,
  ).toHaveLength(0);
});

function distance(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (const [at, byte] of a.entries()) {
    for (let bits = byte ^ (b[at] ?? 0); bits > 0; bits >>= 1) sum += bits & 1;
  }
  return sum;
}
