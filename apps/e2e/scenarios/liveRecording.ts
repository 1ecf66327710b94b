import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { documentRow, eventually, goTo, skipWelcome, viewer } from './moves.ts';
import type { Scenario } from './scenario.ts';

/** A machine without a microphone has one that hears a tone; everything behind it is the app's own. */
const microphone = `navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 330 });
  const heard = new MediaStreamAudioDestinationNode(context);
  tone.connect(heard);
  tone.start();
  return heard.stream;
};0`;

const recordingBar = (page: Page) => page.getByRole('region', { name: 'Recording', exact: true });

/** Begins to record, and waits until some seconds were heard. */
export async function record(page: Page): Promise<void> {
  await page.evaluate(microphone);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Record…' }).click();
  await page.getByRole('button', { name: 'Start recording' }).click();
  await recordingBar(page)
    .getByRole('timer')
    .filter({ hasText: /^0:0[3-9]$/ })
    .waitFor();
}

export const liveRecording: Scenario = {
  title: 'a meeting is recorded; the program dies in the middle of another, and nothing of it is lost',
  isFresh: true,
  async run({ app }) {
    await skipWelcome(app.page());
    await record(app.page());
    expect(await app.page().title()).toMatch(/^● /);
    await app.page().getByRole('button', { name: 'Stop…' }).click();
    const dialog = app.page().getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Board in May');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await viewer(app.page()).getByRole('heading', { name: 'Board in May', exact: true }).waitFor();
    // As the file itself says it, once it was read.
    await viewer(app.page()).getByText('This file was not read').waitFor();
    expect(await viewer(app.page()).getByRole('heading', { name: 'Board in May', exact: true }).count()).toBe(
      1,
    );
    expect(await app.page().title()).not.toMatch(/^● /);
    const recordings = join(app.home, 'recordings');
    const written = () => readdirSync(recordings).filter((name) => name.endsWith('.wav'));
    expect(written()).toEqual([expect.stringMatching(/ Board in May\.wav$/)]);
    // Three seconds of 16-bit samples, at the least rate that there is.
    expect(statSync(join(recordings, written()[0] ?? '')).size).toBeGreaterThan(3 * 2 * 8000);

    await record(app.page());
    await app.crashAndReopen();
    const page = app.page();
    await page.getByText(/was not finished/).waitFor();
    await page.getByRole('button', { name: 'Put it into the library' }).click();
    await viewer(page)
      .getByRole('heading', { name: /^Meeting on/ })
      .waitFor();
    await goTo(page, 'Library');
    await eventually(() => documentRow(page, 'Meeting on').count()).toBe(1);
    expect(written()).toHaveLength(2);
    for (const name of written()) expect(statSync(join(recordings, name)).size).toBeGreaterThan(2 * 2 * 8000);
  },
};
