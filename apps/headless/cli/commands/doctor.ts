import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, style } from '../output.ts';

/** The engine's checks, and those of this host. A check that does not hold makes the command end with 2. */
export async function doctor(context: CommandContext): Promise<void> {
  const link = await context.link();
  const { checks } = await link.client.call('system.doctor', {}, { signal: context.signal });
  const hasPage = existsSync(join(context.places.rendererFolder, 'index.html'));
  const all = [
    {
      name: 'engine',
      ok: true,
      detail: link.isOwner()
        ? `started for this check, home ${context.home}`
        : `running, home ${context.home}`,
    },
    ...checks,
    {
      name: 'web page',
      ok: hasPage,
      detail: hasPage ? 'built' : 'not built: run "npm start" or "npm run build" once',
    },
  ];
  if (all.some((check) => !check.ok)) context.partlyFailed();
  context.result({ checks: all }, () =>
    all.map(({ name, ok, detail }) => {
      const mark = ok ? style('green', '✓') : style('red', '✗');
      return `${mark} ${style('bold', oneLine(name).padEnd(22))} ${oneLine(detail)}`;
    }),
  );
}
