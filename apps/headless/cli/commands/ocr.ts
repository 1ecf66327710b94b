import type { CommandContext } from '../commandContext.ts';

/** `adiuva ocr` shows the languages of text recognition, `adiuva ocr deu eng` chooses, `--auto` lets it choose. */
export async function ocrLanguages(
  context: CommandContext,
  languages: readonly string[],
  { auto = false }: { auto?: boolean },
): Promise<void> {
  const engine = await context.engine();
  if (languages.length > 0 || auto)
    await engine.call(
      'system.setOcrLanguages',
      { languages: auto ? [] : [...languages] },
      { signal: context.signal },
    );
  const output = await engine.call('system.ocr', {}, { signal: context.signal });
  context.result(output, () => [
    `Text recognition ${output.detail}`,
    output.chosen.length > 0
      ? `Looks for: ${output.chosen.join(', ')}`
      : 'Looks for the languages that a document and this system suggest.',
  ]);
}
