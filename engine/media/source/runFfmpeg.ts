import { type ChildProcess, spawn } from 'node:child_process';

/** Silence of the program after which it is taken for stuck. */
const stallMs = 60_000;
const maxReasonLength = 500;

/** What ffmpeg did not do, in its own words: for a log, and to try another way. */
export class FfmpegFailure extends Error {
  override readonly name = 'FfmpegFailure';
  readonly hasStalled: boolean;

  constructor(message: string, hasStalled = false) {
    super(message);
    this.hasStalled = hasStalled;
  }
}

/**
 * Runs ffmpeg on one file and gives what it writes to its output. The container is told and never guessed, so that no
 * file can make itself a list of other files; the program may open files and pipes alone, and gets no input and no
 * shell. It is ended when the signal is aborted, when nothing comes for a minute, and when the reader has had enough.
 *
 * @param options what stands before and after the input
 * @throws FfmpegFailure when it cannot be started, fails or stands still
 */
export async function* runFfmpeg(
  program: string,
  { path, demuxer, before = [], after }: FfmpegInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const child = spawn(program, argumentsFor({ path, demuxer, before, after }), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
    windowsHide: true,
  });
  const ended = endOf(child);
  let reason = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (reason.length < maxReasonLength) reason += text.slice(0, maxReasonLength - reason.length);
  });
  let hasStalled = false;
  const kill = () => void child.kill('SIGKILL');
  const watch = setTimeout(() => {
    hasStalled = true;
    kill();
  }, stallMs);
  signal?.addEventListener('abort', kill, { once: true });
  if (signal?.aborted) kill();
  try {
    for await (const chunk of child.stdout) {
      watch.refresh();
      yield chunk;
    }
    const failure = await ended;
    if (failure !== undefined && !signal?.aborted)
      throw new FfmpegFailure(reason.trim() || failure, hasStalled);
  } finally {
    clearTimeout(watch);
    signal?.removeEventListener('abort', kill);
    kill();
    await ended;
  }
}

export interface FfmpegInput {
  /** Absolute. */
  path: string;
  /** FFmpeg's name of the container. */
  demuxer: string;
  before?: readonly string[];
  after: readonly string[];
}

export function argumentsFor({ path, demuxer, before = [], after }: FfmpegInput): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-max_alloc', '268435456'],
    ...['-protocol_whitelist', 'file,pipe', '-f', demuxer, ...before, '-i', `file:${path}`, ...after],
  ];
}

/** Undefined when it ended well; else how it ended. Never rejects. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
}

/** FFREPORT would make it write a report into its folder. */
function environment(): NodeJS.ProcessEnv {
  const { FFREPORT: _, ...others } = process.env;
  return { ...others, LC_ALL: 'C' };
}
