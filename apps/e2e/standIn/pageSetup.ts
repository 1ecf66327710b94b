import { randomUUID } from 'node:crypto';
import type { CdpSession } from './cdp.ts';
import { createCloneCodec } from './cloneCodec.ts';
import { createPreloadWorld, type PreloadWorldSettings } from './preloadWorld.ts';
import { joinWorlds, tellOfClosedPorts } from './worldBridge.ts';

/** Of the world that the preload runs in, apart from the page's: same document, other globals. */
export const preloadWorldName = 'Electron Isolated Context';

/** Everything that must stand before the first document of a page: interception, the preload, the way to it. */
export async function preparePage(cdp: CdpSession, preload: string | null): Promise<void> {
  await cdp.send('Page.enable');
  await cdp.send('Runtime.enable');
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  // Workers are let run at once; windows that the page opens are closed before they load.
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  if (preload === null) return;
  await cdp.send('Debugger.enable');
  await cdp.send('Runtime.addBinding', { name: '__standInSay', executionContextName: preloadWorldName });
  const secret = randomUUID();
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
    worldName: preloadWorldName,
    source: preloadSource(preload, secret),
  });
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `if (window.top === window) {
      (${joinWorlds})('page', ${JSON.stringify(secret)});
      (${tellOfClosedPorts})(${JSON.stringify(secret)});
    }`,
  });
}

function preloadSource(preload: string, secret: string): string {
  const settings: PreloadWorldSettings = {
    closed: secret,
    binding: '__standInSay',
    orders: '__standInOrders',
    process: {
      platform: process.platform,
      type: 'renderer',
      versions: { ...process.versions } as Record<string, string>,
      sandboxed: true,
    },
  };
  const texts = [
    JSON.stringify(settings),
    `(${createCloneCodec})()`,
    `(${joinWorlds})('preload', ${JSON.stringify(secret)})`,
  ];
  return `if (window.top === window) {
    const settings = ${texts[0]};
    const require = (${createPreloadWorld})(settings, ${texts[1]}, ${texts[2]});
    const module = { exports: {} };
    (function (require, module, exports, process) {
${preload}
    })(require, module, module.exports, settings.process);
  }`;
}
