/** What keeps a source from being heard; each has words of its own. */
export type InputProblem =
  | 'denied'
  | 'missing'
  | 'busy'
  | 'unplugged'
  | 'unshared'
  | 'shareEnded'
  | 'unsupported'
  | 'other';

export class InputError extends Error {
  readonly problem: InputProblem;
  constructor(problem: InputProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/** Names of what a browser throws (Media Capture and Streams, 10.2.1). */
const problems: Readonly<Record<string, InputProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  DevicesNotFoundError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
  TrackStartError: 'busy',
};

export function problemOf(error: unknown): InputProblem {
  if (error instanceof InputError) return error.problem;
  return (error instanceof Error ? problems[error.name] : undefined) ?? 'other';
}

/** @param deviceId null lets the system choose. @throws InputError */
export async function openMicrophone(deviceId: string | null, besideSystem: boolean): Promise<MediaStream> {
  if (!canRecord()) throw new InputError('unsupported');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId !== null && { deviceId: { exact: deviceId } }),
        channelCount: 1,
        // What the loudspeakers say is recorded apart then, and not once more by the microphone.
        echoCancellation: besideSystem,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
  } catch (error) {
    throw new InputError(problemOf(error), error);
  }
}

/**
 * What the machine plays. It comes with a picture of the screen, which is dropped at once: nobody sees it.
 * @throws InputError
 */
export async function openSystemSound(): Promise<MediaStream> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({
      video: true,
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (error) {
    throw new InputError(problemOf(error), error);
  }
  for (const track of stream.getVideoTracks()) {
    track.stop();
    stream.removeTrack(track);
  }
  if (stream.getAudioTracks().length === 0) throw new InputError('unshared');
  return stream;
}

export function canRecord(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === 'function' && typeof AudioWorkletNode === 'function';
}

/**
 * Whether the machine's own sound can be had. A desktop says so itself; of browsers those built on Chromium give it, and
 * no other does (caniuse: getDisplayMedia, audio).
 */
export function canRecordSystem(
  shell: { canRecordSystemAudio: boolean } | null,
  agent: { userAgent: string; hasDisplayMedia: boolean },
): boolean {
  if (shell) return shell.canRecordSystemAudio;
  return (
    agent.hasDisplayMedia &&
    /\b(Chrome|Chromium|Edg)\/\d+/.test(agent.userAgent) &&
    !/Mobile/.test(agent.userAgent)
  );
}

export interface InputDevice {
  id: string;
  /** Empty until the person has let the page hear something. */
  label: string;
}

/** The microphones there are, without the aliases that browsers add. */
export async function listMicrophones(): Promise<InputDevice[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'audioinput' && !/^(default|communications|)$/.test(deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
