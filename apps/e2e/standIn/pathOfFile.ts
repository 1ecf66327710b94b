import type { CdpEvents, CdpSession } from './cdp.ts';

/** `webUtils.getPathForFile` stands at `debugger` and waits for its answer. */
export async function lookUpPath(
  cdp: CdpSession,
  { callFrames }: CdpEvents['Debugger.paused'],
): Promise<void> {
  const [frame] = callFrames;
  try {
    if (frame?.functionName !== 'standInPathOfFile') return;
    const { callFrameId } = frame;
    const { result } = await cdp.send('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'file' });
    // A file that was made by the page lies nowhere.
    const found = await cdp
      .send('DOM.getFileInfo', { objectId: result.objectId ?? '' })
      .catch(() => ({ path: '' }));
    await cdp.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: `path = ${JSON.stringify(found.path)}`,
    });
  } finally {
    await cdp.send('Debugger.resume');
  }
}
