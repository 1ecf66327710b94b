import { z } from 'zod';
import { appTargetSchema } from './appTarget.ts';
import { procedure } from './procedure.ts';

/** Of the program that holds the windows, not of the library: it knows them before an engine runs. */
export const shellSettingsSchema = z.object({
  /** Opens quick-chat from anywhere; in Electron's words: `CommandOrControl+Shift+Space`. Null: none. */
  shortcut: z.string().min(1).max(100).nullable(),
  startsAtLogin: z.boolean(),
  /** The tray keeps the program running when its last window is closed. */
  staysInTray: z.boolean(),
});
export type ShellSettings = z.infer<typeof shellSettingsSchema>;

/** `taken`: another program has this shortcut; it is kept and tried again at the next start. */
export const shortcutStateSchema = z.enum(['registered', 'taken', 'invalid', 'off']);

/** `failed` names why; nothing was changed then. An update is downloaded and installed only when the person says so. */
export const updateStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unsupported'), reason: z.string() }),
  z.object({ state: z.literal('idle'), checkedAt: z.number().nullable() }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('available'), version: z.string(), notes: z.string().nullable() }),
  z.object({
    state: z.literal('downloading'),
    version: z.string(),
    receivedBytes: z.number(),
    totalBytes: z.number().nullable(),
  }),
  z.object({ state: z.literal('ready'), version: z.string() }),
  z.object({ state: z.literal('failed'), reason: z.string() }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;

/** `failed`: it ended too often to be started again by itself. */
export const engineStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('running') }),
  z.object({ state: z.literal('reviving'), attempt: z.number().int(), inMs: z.number() }),
  z.object({ state: z.literal('failed'), reason: z.string() }),
]);
export type EngineState = z.infer<typeof engineStateSchema>;

export const shellInfoSchema = z.object({
  version: z.string(),
  platform: z.enum(['darwin', 'win32', 'linux']),
  window: z.enum(['main', 'quickChat']),
  sampleLibrary: z.string().nullable(),
  settings: shellSettingsSchema,
  shortcutState: shortcutStateSchema,
  /** False where the system has no such thing, or this copy was not installed. */
  canStartAtLogin: z.boolean(),
  /** Whether what the machine plays can be recorded beside the microphone. */
  canRecordSystemAudio: z.boolean(),
  update: updateStateSchema,
  engine: engineStateSchema,
});
export type ShellInfo = z.infer<typeof shellInfoSchema>;

const nothing = z.object({});
const path = z.string().min(1).max(32_768);

/**
 * What a window asks of the desktop around it. The engine is reached over a port of its own; nothing of the library
 * goes this way.
 */
export const shellContract = {
  'shell.info': procedure({ input: nothing, output: shellInfoSchema }),
  'shell.changeSettings': procedure({
    input: shellSettingsSchema.partial(),
    output: shellInfoSchema,
  }),
  'shell.pickFiles': procedure({
    input: z.object({ kind: z.enum(['files', 'folder', 'backup', 'model']) }),
    /** Empty when the person took none. */
    output: z.object({ paths: z.array(z.string()) }),
  }),
  /** Asks where a file is to go. Null when the person does not say. */
  'shell.pickTarget': procedure({
    input: z.object({ name: z.string().min(1).max(255) }),
    output: z.object({ path: z.string().nullable() }),
  }),
  /** Keeps what has no file of its own, a picture from the clipboard above all, among the library's imports. */
  'shell.keepFile': procedure({
    input: z.object({ name: z.string().min(1).max(255), data: z.base64().max(140_000_000) }),
    output: z.object({ path }),
  }),
  'shell.showInFolder': procedure({ input: z.object({ path }), output: nothing }),
  /** After a question that shows the host. Only https and mailto. */
  'shell.openExternal': procedure({
    input: z.object({ url: z.string().min(1).max(8192) }),
    output: z.object({ opened: z.boolean() }),
  }),
  'shell.notify': procedure({
    input: z.object({
      title: z.string().min(1).max(200),
      body: z.string().max(1000),
      /** What a click opens. */
      target: appTargetSchema,
    }),
    output: nothing,
  }),
  'shell.readClipboard': procedure({ input: nothing, output: z.object({ text: z.string() }) }),
  /** Asks where it is to go, and writes the text there. */
  'shell.saveText': procedure({
    input: z.object({ name: z.string().min(1).max(255), text: z.string().max(50_000_000) }),
    output: z.object({ path: z.string().nullable() }),
  }),
  /** Prints what the window shows (its style for print), as a PDF, to where the person says. */
  'shell.printToPdf': procedure({
    input: z.object({ name: z.string().min(1).max(255) }),
    output: z.object({ path: z.string().nullable() }),
  }),
  /** Quick-chat goes out of sight. */
  'shell.hide': procedure({ input: nothing, output: nothing }),
  /** Brings up the main window at a place. */
  'shell.openMain': procedure({ input: z.object({ target: appTargetSchema }), output: nothing }),
  'shell.openQuickChat': procedure({ input: nothing, output: nothing }),
  'shell.openDataFolder': procedure({ input: nothing, output: nothing }),
  'shell.openLog': procedure({ input: nothing, output: nothing }),
  /** Also after it failed for good. */
  'shell.restartEngine': procedure({ input: nothing, output: nothing }),
  'shell.checkForUpdate': procedure({ input: nothing, output: updateStateSchema }),
  'shell.downloadUpdate': procedure({ input: nothing, output: updateStateSchema }),
  /** Ends the program and starts the new one. */
  'shell.installUpdate': procedure({ input: nothing, output: nothing }),
};
export type ShellContract = typeof shellContract;

/** What the desktop tells a window by itself. */
export const shellEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), target: appTargetSchema }),
  /** Files were opened with the program, or dropped on its icon. */
  z.object({ type: z.literal('files'), paths: z.array(path).max(10_000) }),
  /** An item of the application menu. */
  z.object({ type: z.literal('command'), command: z.enum(['newChat', 'find', 'palette', 'addFolder']) }),
  /** Quick-chat came up: its field takes the focus. */
  z.object({ type: z.literal('shown') }),
  /** Something of this changed. */
  z.object({ type: z.literal('info'), info: shellInfoSchema }),
]);
export type ShellEvent = z.infer<typeof shellEventSchema>;

export { type ShellBridge, shellChannels } from './shellBridge.ts';
