import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measurement, Suite } from './suite.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const suitesFolder = new URL('suites/', import.meta.url);

const results: Record<string, Measurement[]> = {};
for (const suite of await loadSuites(positionals)) {
  const folder = mkdtempSync(join(tmpdir(), `adiuva-bench-${suite.name}-`));
  process.stderr.write(`\n${suite.name}: ${suite.description}\n`);
  try {
    const measurements = await suite.run({ folder, log: (line) => process.stderr.write(`  ${line}\n`) });
    results[suite.name] = measurements;
    for (const measurement of measurements) process.stderr.write(`  ${describe(measurement)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
};
const report = JSON.stringify({ machine, results }, null, 2);
if (values.json) writeFileSync(values.json, `${report}\n`);
process.stdout.write(`${report}\n`);
const missed = Object.values(results)
  .flat()
  .filter(({ met }) => met === false);
process.exit(missed.length > 0 ? 3 : 0);

async function loadSuites(names: readonly string[]): Promise<Suite[]> {
  const available = readdirSync(suitesFolder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
  const unknown = names.filter((name) => !available.includes(name));
  if (unknown.length > 0)
    throw new Error(`No suite named ${unknown.join(', ')}; there are ${available.join(', ')}.`);
  const wanted = names.length > 0 ? names : available;
  return Promise.all(
    wanted.map(
      async (name) => ((await import(new URL(`${name}.ts`, suitesFolder).href)) as { suite: Suite }).suite,
    ),
  );
}

function describe({ name, value, unit, peer, ratio, target, met }: Measurement): string {
  const parts = [`${name}: ${format(value)} ${unit}`];
  if (peer) parts.push(`${peer.name} ${format(peer.value)} ${unit}`);
  if (ratio !== undefined) parts.push(`ratio ${format(ratio)}`);
  if (target) parts.push(`target ${target}: ${met ? 'met' : 'MISSED'}`);
  return parts.join(' · ');
}

function format(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
