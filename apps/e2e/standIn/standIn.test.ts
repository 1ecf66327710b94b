import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findChromium, missingBrowser, temporaryFolder } from '../harness/index.ts';
import { listen } from '../scenarios/listener.ts';
import { type LaunchedStandIn, launchStandIn } from './launch.ts';

const executable = findChromium();
const shell = fileURLToPath(new URL('./fixtures/shell/', import.meta.url));
const soon = { timeout: 15_000 };
const eventually = <T>(look: () => T) => expect.poll(look, soon);

describe.skipIf(!executable)(`the stand-in for Electron${missingBrowser()}`, () => {
  const folder = temporaryFolder();
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder.path, 'config') };
  let app: LaunchedStandIn;
  let browser: Browser;
  let page: Page;

  const start = (...args: string[]) =>
    launchStandIn({ entry: join(shell, 'main.mjs'), appPath: shell, chromium: executable ?? '', args, env });
  const log = () => page.evaluate<unknown[]>('bridge.invoke("log")');

  beforeAll(async () => {
    app = start();
    const started = { timeout: 45_000 };
    await vi.waitFor(async () => expect((await app.control.windows())[0]?.isVisible).toBe(true), started);
    browser = await chromium.connectOverCDP(await app.control.endpoint(), {
      noDefaults: true,
      isLocal: true,
    });
    const [context] = browser.contexts();
    page = context?.pages()[0] ?? (await (context as NonNullable<typeof context>).waitForEvent('page'));
    page.setDefaultTimeout(10_000);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.control.quit().catch(() => undefined);
    const { code } = (await app?.ended) ?? {};
    folder.remove();
    expect(code).toBe(0);
  });

  it('serves an app scheme as a secure origin, with the headers of its handler', async () => {
    expect(await page.title()).toBe('Fixture');
    expect((await app.control.windows())[0]).toMatchObject({
      url: 'fixture://page/',
      title: 'Fixture',
      bounds: { width: 900, height: 640 },
    });
    expect(await page.evaluate('[isSecureContext, innerWidth, innerHeight]')).toEqual([true, 900, 640]);
    // What the policy names by the app's scheme is allowed, and nothing else is.
    expect(await page.evaluate('fetch("/data.txt").then((answer) => answer.text())')).toBe('fetched');
    expect(await page.evaluate('fetch("https://elsewhere.example/").catch((error) => error.name)')).toBe(
      'TypeError',
    );
    await page.evaluate('new Worker("/worker.js").onmessage = ({ data }) => { window.said = data }');
    await eventually(() => page.evaluate('window.said')).toBe('from the worker');
    await page.evaluate(
      'document.body.append(Object.assign(document.createElement("script"), { textContent: "window.inline = 1" }))',
    );
    expect(await page.evaluate('window.inline')).toBe(undefined);
  });

  it('runs the preload in a world of its own and shows the page what it exposes', async () => {
    expect(
      await page.evaluate('[typeof require, typeof process, typeof ipcRenderer, Object.isFrozen(bridge)]'),
    ).toEqual(['undefined', 'undefined', 'undefined', true]);
    expect(
      await page.evaluate(
        'bridge.invoke("sum", 1, 2, 3).then(({ sum, at, bytes }) => [sum, at.getTime(), [...bytes]])',
      ),
    ).toEqual([6, 0, [1, 2]]);
    expect(await page.evaluate('bridge.invoke("fail").catch(({ message }) => message)')).toBe(
      "Error invoking remote method 'fail': TypeError: on purpose",
    );
    expect(await page.evaluate('bridge.invoke("sum", () => 1).catch(({ message }) => message)')).toContain(
      'could not be cloned',
    );
    expect(
      await page.evaluate('(() => { try { bridge.fails() } catch ({ message }) { return message } })()'),
    ).toBe('in the preload');
    expect(
      await page.evaluate(
        'new Promise((resolve) => { const end = bridge.onEcho((text) => { end(); resolve(text) }); bridge.tell("hello") })',
      ),
    ).toBe('hello');
  });

  it('carries ports between page, main and a utility process', async () => {
    await expect
      .poll(() =>
        page.evaluate(
          'answers.map(({ echo }) => [...echo.entries()].map(([key, bytes]) => [key, ...bytes]))',
        ),
      )
      .toEqual([[['key', 7]]]);
    expect(await page.evaluate('bridge.sendPort()')).toBe('main heard hello');
    const [process] = await app.control.processes();
    expect(process).toMatchObject({
      serviceName: 'worker',
      execArgv: ['--js-flags=--max-semi-space-size=4'],
    });
    expect(await page.evaluate('answers[0].pid')).toBe(process?.pid);
    expect(await log()).toContainEqual(['worker', { argument: 'argument', ready: true }]);
  });

  it('tells main and the page when the process at the other end dies', async () => {
    await page.evaluate('port.postMessage("die")');
    await eventually(() => page.evaluate('portClosed')).toBe(1);
    await eventually(log).toContainEqual(['exit', 3]);
    await eventually(() => page.evaluate('answers.length')).toBe(2);
  });

  it('gives the path of a file that was picked, and none of one that a page made', async () => {
    const file = join(folder.path, 'größe.txt');
    writeFileSync(file, 'content');
    await page.getByLabel('File').setInputFiles(file);
    await eventually(() => page.evaluate('window.picked')).toBe(file);
    expect(await page.evaluate('bridge.pathOf(new File(["x"], "made.txt"))')).toBe('');
  });

  it('asks main about every window and every way out, and stays where it is', async () => {
    // The window itself is no answer: it closes again while it would be described.
    await page.evaluate('void window.open("https://popup.example/")');
    await eventually(log).toContainEqual(['window', 'https://popup.example/']);
    await page.getByRole('link', { name: 'Elsewhere' }).click({ modifiers: ['ControlOrMeta'] });
    await eventually(log).toContainEqual(['window', 'https://elsewhere.example/']);
    await page.getByRole('link', { name: 'Elsewhere' }).click();
    await eventually(log).toContainEqual(['navigate', 'https://elsewhere.example/']);
    await eventually(() => page.context().pages().length).toBe(1);
    expect(await page.title()).toBe('Fixture');
    expect((await app.control.requests()).filter(({ outcome }) => outcome === 'network')).toEqual([]);
    expect(
      await page.evaluate('navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state)'),
    ).toBe('denied');
  });

  it('lets a page go on that opened a window, whatever its other debugger does, and fetches nothing', async () => {
    const server = await listen();
    try {
      await page.evaluate(`void setTimeout(() => window.open("${server.origin}/"), 50)`);
      // This process is the other debugger; its server takes connections meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
      await eventually(log).toContainEqual(['window', `${server.origin}/`]);
      await eventually(() => page.context().pages().length).toBe(1);
      expect(server.asked).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it('is a desktop around the app: shortcut, tray, menu, dialog, notification, keys', async () => {
    const { control } = app;
    expect(await control.pressShortcut('Ctrl+Shift+Space')).toBe(true);
    expect(await control.pressShortcut('Ctrl+Shift+Q')).toBe(false);
    expect(await control.clickMenu(['File', 'New'])).toBe(true);
    expect(await control.pressAccelerator('Control+N')).toBe(true);
    expect(await control.tray()).toMatchObject({
      toolTip: 'Fixture',
      menu: [{ label: 'Quit', enabled: true }],
    });
    await control.answerDialog('open', ['/some/file']);
    expect(await page.evaluate('bridge.invoke("ask")')).toEqual({
      canceled: false,
      filePaths: ['/some/file'],
    });
    expect(await page.evaluate('bridge.invoke("ask")')).toEqual({ canceled: true, filePaths: [] });
    await control.clickNotification(0);
    expect(await control.opened()).toEqual([{ what: 'external', target: 'https://example.com/' }]);
    expect(await page.evaluate('bridge.invoke("keep", "a key")')).toBe('a key');
    expect(await page.evaluate('bridge.invoke("print")')).toBe('%PDF-');
    const entries = await log();
    expect(entries.filter((entry) => (entry as string[])[0] === 'new')).toHaveLength(2);
    expect(entries).toEqual(expect.arrayContaining([['registered', true], ['shortcut']]));
    await control.setDark(true);
    await eventually(() => page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(true);
  });

  it('hands a second instance’s words to the first, and lets it end', async () => {
    const second = start('fixture://from-elsewhere');
    expect((await second.ended).code).toBe(0);
    await eventually(log).toContainEqual(['second', 'fixture://from-elsewhere', 'second']);
  });

  it('names what it does not have', async () => {
    expect(await page.evaluate('bridge.invoke("lacking").catch(({ message }) => message)')).toContain(
      'no app.thereIsNoSuchThing',
    );
    expect(await app.control.missing()).toEqual(['app.thereIsNoSuchThing']);
  });
});
