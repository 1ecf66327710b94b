import { join } from 'node:path';
import { searchOutputSchema } from '@adiuva/contracts/rpc';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runAdiuva, temporaryFolder } from './harness/index.ts';
import { missingVoices, seedSpokenLibrary } from './scenarios/spokenLibrary.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const missing = missingVoices();
const folder = temporaryFolder();
const home = join(folder.path, 'home');
const recording = join(folder.path, 'meetings', 'council.wav');
const run = (...args: string[]) => runAdiuva(args, { home, cwd: folder.path });
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout) as unknown;

async function passages(query: string, ...more: string[]): Promise<string[]> {
  return searchOutputSchema
    .parse(await json('search', query, ...more))
    .results.map(
      ({ text, locator }) => `${'startMs' in locator ? Math.floor(locator.startMs / 1000) : '?'} ${text}`,
    );
}

describe.skipIf(missing !== '')(
  `who speaks in a recording, from the command line${missing && ` (${missing})`}`,
  () => {
    beforeAll(() => seedSpokenLibrary(home, folder.path));
    afterAll(() => folder.remove());

    it('is followed by passages, answers and their places as soon as a speaker has a name', async () => {
      expect(await passages('Kowalska', '--mode', 'keyword')).toEqual([]);
      const named = await run('recordings', 'name', recording, '2', 'Anna Kowalska');
      expect(named.stdout).toContain('2  Anna Kowalska');
      expect(await passages('Kowalska', '--mode', 'keyword')).toContainEqual(
        expect.stringMatching(/^6 Anna Kowalska: Before we do/),
      );
      const { stdout } = await run('ask', 'What about the reserve fund in Lugano?');
      expect(stdout).toContain(
        '“Anna Kowalska: Before we do, I would like to say a word about the reserve fund',
      );
      expect(stdout).toContain('[1] Council, 00:06 › Anna Kowalska');
    });

    it('is followed again when a person has another name, or two speakers are one', async () => {
      expect((await run('people', 'rename', 'Anna Kowalska', 'Anna Nowak')).code).toBe(0);
      expect(await passages('Kowalska', '--mode', 'keyword')).toEqual([]);
      expect(await passages('Nowak', '--mode', 'keyword')).not.toEqual([]);
      // Turns of one speaker that follow each other are one passage.
      expect(await passages('"good morning everybody"')).toContainEqual(
        expect.stringMatching(/^0 Speaker 1:/),
      );
      await run('recordings', 'merge', recording, '1', '2');
      expect(await passages('"good morning everybody"')).toContainEqual(
        expect.stringMatching(/^0 Anna Nowak:/),
      );
    });

    it('hears it again at once where no other engine runs, and says what keeps it from that', async () => {
      const { code, stderr } = await run('recordings', 'again', recording);
      expect(code).toBe(1);
      expect(stderr).toMatch(/model/i);
      expect(await passages('Nowak', '--mode', 'keyword')).not.toEqual([]);
    });
  },
);
