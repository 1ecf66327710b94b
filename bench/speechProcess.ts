// Runs one task of the speech module and answers with its time and the peak memory of the process.
import type { PcmSource } from '../contracts/workers/index.ts';
import { diarize, findVoice } from '../engine/speech/index.ts';

interface Task {
  task: 'findVoice' | 'diarize';
  pcm: PcmSource;
}

process.once('message', async (message) => {
  const { task, pcm } = message as Task;
  const started = performance.now();
  if (task === 'findVoice') await findVoice(pcm);
  else await diarize({ pcm, voice: [{ startMs: 0, endMs: Math.floor(pcm.samples / 16) }] });
  const ms = performance.now() - started;
  // In KiB on every system.
  process.send?.({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }, () => process.exit(0));
});
