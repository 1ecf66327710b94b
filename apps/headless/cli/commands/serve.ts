import { startWebHost } from '../../web/index.ts';
import type { CommandContext } from '../commandContext.ts';
import { style, tell } from '../output.ts';

/** Serves the page until the user stops it. */
export async function serve(context: CommandContext, { port }: { port: number }): Promise<void> {
  const link = await context.link({ stays: true });
  // When another process's engine ends, this one takes over, so that what is watched stays watched.
  link.onLost(() => {
    link.client.call('system.status', {}).catch(() => tell('The engine could not be started again.'));
  });
  const host = await startWebHost({
    home: context.home,
    port,
    rendererFolder: context.places.rendererFolder,
    sampleLibrary: context.places.sampleLibrary,
    attach: link.attach,
  });
  try {
    context.result({ url: host.url }, () => [
      `Adiuva is open at ${style(['bold', 'underline'], host.url)}`,
      style('dim', 'The address is for this machine and this start only. Ctrl+C ends it.'),
    ]);
    await new Promise<void>((stopped) => {
      if (context.signal.aborted) stopped();
      else context.signal.addEventListener('abort', () => stopped());
    });
  } finally {
    await host.close();
  }
}
