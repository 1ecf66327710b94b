import { ocrContract } from '@adiuva/contracts/workers';
import { type Port, serveContract } from '@adiuva/wire';
import { detectLanguage } from '#extraction';
import { createRecogniser } from '#ocr';

/** The text recognition worker: reads the pictures of one file at a time. No network, no database. */
export function serveOcr(port: Port, { modelsFolder }: { modelsFolder: string }): void {
  const recogniser = createRecogniser(modelsFolder);
  serveContract(
    ocrContract,
    port,
    {
      async 'ocr.recognise'(input, { signal, emit }) {
        const texts: string[] = [];
        const onPicture = (index: number, { confidence, ...text }: Parameters<OnPicture>[1]) => {
          texts.push(text.text);
          emit({
            type: 'picture',
            index,
            text: { ...text, ...(text.text !== '' && { ocrConfidence: confidence }) },
          });
        };
        await recogniser.recognise(input, onPicture, { signal, onAlive: () => emit({ type: 'alive' }) });
        const language = detectLanguage(texts);
        return { recognised: input.pictures.length, ...(language && { language }) };
      },
      'ocr.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}

type OnPicture = Parameters<ReturnType<typeof createRecogniser>['recognise']>[1];
