import { basename } from 'node:path';
import type { TranscriptFormat } from '@adiuva/contracts/rpc';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, printable, tell } from '../output.ts';
import { createProgress } from '../progress.ts';
import { writeText } from '../writeText.ts';

export interface TranscribeOptions {
  format: TranscriptFormat;
  output?: string;
  model?: string;
  language?: string;
  vocabulary?: string;
  /** False with --no-speakers; true where nothing was said of them. */
  speakers: number | boolean;
}

/** What is said in a recording, whether it is in the library or not. Ctrl+C stops it; what was heard is kept for the next time. */
export async function transcribe(
  context: CommandContext,
  file: string,
  { format, output, model, language, vocabulary, speakers }: TranscribeOptions,
): Promise<void> {
  const path = absolutePath(file);
  const engine = await context.engine();
  const progress = createProgress();
  const { formatted = '', ...transcript } = await engine
    .call(
      'recordings.transcribe',
      {
        path,
        format,
        options: {
          ...(model !== undefined && { model }),
          ...(language !== undefined && { language }),
          ...(vocabulary !== undefined && { vocabulary }),
          ...(speakers === false && { diarize: false }),
          ...(typeof speakers === 'number' && { diarize: true, speakers }),
        },
      },
      {
        signal: context.signal,
        onEvent({ stage, fraction }) {
          const percent = fraction === undefined ? null : Math.floor(fraction * 100);
          progress.update(percent ?? 0, percent === null ? null : 100, `${stage} ${oneLine(basename(path))}`);
        },
      },
    )
    .finally(() => progress.end());
  for (const warning of transcript.warnings) tell(oneLine(warning));
  if (output !== undefined) await writeText(absolutePath(output), formatted);
  context.result(transcript, () =>
    output === undefined ? [printable(formatted).replace(/\n$/, '')] : [`${oneLine(output)} written.`],
  );
}
