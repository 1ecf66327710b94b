import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '../harness/index.ts';

const folder = join(root, 'apps', 'e2e', 'standIn');
const declarations = join(root, 'node_modules', 'electron', 'electron.d.ts');
const probe = join(folder, 'signatures.probe.ts');

/** Both sides side by side: what main gets by name, and the classes of what it gets handed. */
const probeText = `
import type * as Electron from 'electron';
import type { StandIn } from './createElectron.ts';
export declare const standIn: StandIn['electron'];
export declare const real: typeof Electron;
export declare const handed: { [K in keyof StandIn['handed']]: InstanceType<StandIn['handed'][K]> };
export declare const realHanded: {
  ClientRequest: Electron.ClientRequest;
  MessagePortMain: Electron.MessagePortMain;
  NativeImage: Electron.NativeImage;
  Session: Electron.Session;
  UtilityProcess: Electron.UtilityProcess;
  WebContents: Electron.WebContents;
};
`;

const files = new Map<string, ts.SourceFile | undefined>();

function createProgram(changed: ReadonlyMap<string, string>): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.node.json'), ts.sys.readFile) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile, fileExists, readFile } = host;
  const overlay = new Map([[probe, probeText], ...changed]);
  host.fileExists = (path) => overlay.has(path) || fileExists(path);
  host.readFile = (path) => overlay.get(path) ?? readFile(path);
  host.getSourceFile = (path, target) => {
    const text = overlay.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, target, true);
    if (!files.has(path)) files.set(path, getSourceFile(path, target));
    return files.get(path);
  };
  return ts.createProgram([probe], options, host);
}

/** Every member that the stand-in implements, and those whose type could not take the place of Electron's. */
function compare(program: ts.Program): { compared: string[]; drifted: string[] } {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(probe);
  if (!source) throw new Error('The probe is not in the program.');
  const compared: string[] = [];
  const drifted: string[] = [];
  const typeOf = (symbol: ts.Symbol) => checker.getTypeOfSymbolAtLocation(symbol, source);
  const named = (name: string) => {
    const symbol = checker
      .getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol)
      .find((entry) => entry.name === name);
    if (!symbol) throw new Error(`The probe has no ${name}.`);
    return typeOf(symbol);
  };

  function compareMembers(owner: string, own: ts.Type, theirs: ts.Type): void {
    for (const member of own.getProperties()) {
      const isOurs = member.declarations?.some((declaration) =>
        declaration.getSourceFile().fileName.startsWith(folder),
      );
      const other = theirs.getProperty(member.name);
      // What only the tests use is no part of Electron.
      if (!isOurs || !other || member.name === 'prototype') continue;
      const name = `${owner}.${member.name}`;
      compared.push(name);
      if (!checker.isTypeAssignableTo(typeOf(member), typeOf(other))) drifted.push(name);
    }
  }

  function compareParts(ours: ts.Type, electrons: ts.Type): void {
    for (const part of ours.getProperties()) {
      const other = electrons.getProperty(part.name);
      if (!other) {
        drifted.push(part.name);
        continue;
      }
      const [own, theirs] = [typeOf(part), typeOf(other)];
      compareMembers(part.name, own, theirs);
      const [construct] = own.getConstructSignatures();
      const instance = theirs.getProperty('prototype');
      if (construct && instance) compareMembers(part.name, construct.getReturnType(), typeOf(instance));
    }
  }

  compareParts(named('standIn'), named('real'));
  compareParts(named('handed'), named('realHanded'));
  return { compared, drifted };
}

it('has the signatures of electron.d.ts, member by member', () => {
  const { compared, drifted } = compare(createProgram(new Map()));
  expect(drifted).toEqual([]);
  expect(compared).toEqual(
    expect.arrayContaining([
      'app.requestSingleInstanceLock',
      'BrowserWindow.setBounds',
      'dialog.showOpenDialog',
      'globalShortcut.register',
      'MessagePortMain.postMessage',
      'Session.setPermissionRequestHandler',
      'Tray.setContextMenu',
      'utilityProcess.fork',
      'WebContents.printToPDF',
    ]),
  );
  expect(compared.length).toBeGreaterThan(250);
}, 60_000);

it('says which one drifted', () => {
  const drift = [
    ['getContentBounds(): Rectangle;', 'getContentBounds(): string;'],
    [
      'register(accelerator: string, callback: () => void): boolean;',
      'register(accelerator: string, callback: () => void): Promise<boolean>;',
    ],
    ['showItemInFolder(fullPath: string): void;', 'showItemInFolder(fullPath: URL): void;'],
    ['setToolTip(toolTip: string): void;', 'setToolTip(toolTip: { text: string }): void;'],
  ] as const;
  let text = readFileSync(declarations, 'utf8');
  for (const [before, after] of drift) {
    expect(text).toContain(before);
    text = text.replaceAll(before, after);
  }
  const { drifted } = compare(createProgram(new Map([[declarations, text]])));
  expect(drifted.sort()).toEqual([
    'BrowserWindow.getContentBounds',
    'Tray.setToolTip',
    'globalShortcut.register',
    'shell.showItemInFolder',
  ]);
}, 60_000);
