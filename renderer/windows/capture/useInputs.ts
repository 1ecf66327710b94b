import { useCallback, useEffect, useRef, useState } from 'react';
import type { SoundSource } from './recorder.ts';
import {
  type InputDevice,
  type InputProblem,
  listMicrophones,
  openMicrophone,
  openSystemSound,
  problemOf,
  stopStream,
} from './soundInput.ts';

export interface Inputs {
  microphone: MediaStream | null;
  system: MediaStream | null;
  devices: readonly InputDevice[];
  deviceId: string | null;
  problem: InputProblem | null;
  isOpening: boolean;
  chooseDevice(deviceId: string | null): void;
  setMicrophone(isOn: boolean): void;
  /** Asks the person what to share, where the system does. */
  setSystem(isOn: boolean): void;
  /** Hands them over: they are the receiver's from then on. */
  take(): Map<SoundSource, MediaStream>;
}

/** What is to be heard, chosen before it is recorded. All of it is let go with the component, unless it was taken. */
export function useInputs(): Inputs {
  const [microphone, setMicrophoneStream] = useState<MediaStream | null>(null);
  const [system, setSystemStream] = useState<MediaStream | null>(null);
  const [devices, setDevices] = useState<readonly InputDevice[]>([]);
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const [problem, setProblem] = useState<InputProblem | null>(null);
  const [isOpening, setOpening] = useState(false);
  const held = useRef({ microphone, system, isGone: false });
  useEffect(() => {
    Object.assign(held.current, { microphone, system });
  });

  const open = useCallback(async (wanted: string | null, besideSystem: boolean) => {
    setOpening(true);
    setProblem(null);
    stopStream(held.current.microphone);
    try {
      const stream = await openMicrophone(wanted, besideSystem);
      if (held.current.isGone) return stopStream(stream);
      setMicrophoneStream(stream);
      setDeviceId(wanted);
      // Names of devices are told only to who may hear.
      setDevices(await listMicrophones());
    } catch (error) {
      setMicrophoneStream(null);
      setProblem(problemOf(error));
    } finally {
      setOpening(false);
    }
  }, []);

  useEffect(() => {
    const own = held.current;
    own.isGone = false;
    void open(null, false);
    const look = () => void listMicrophones().then(setDevices, () => undefined);
    navigator.mediaDevices?.addEventListener('devicechange', look);
    return () => {
      own.isGone = true;
      navigator.mediaDevices?.removeEventListener('devicechange', look);
      stopStream(own.microphone);
      stopStream(own.system);
    };
  }, [open]);

  return {
    microphone,
    system,
    devices,
    deviceId,
    problem,
    isOpening,
    chooseDevice: (wanted) => void open(wanted, system !== null),
    setMicrophone(isOn) {
      if (isOn) return void open(deviceId, system !== null);
      stopStream(microphone);
      setMicrophoneStream(null);
      setProblem(null);
    },
    setSystem(isOn) {
      if (!isOn) {
        stopStream(system);
        return setSystemStream(null);
      }
      setProblem(null);
      openSystemSound().then(
        (stream) => {
          if (held.current.isGone) return stopStream(stream);
          setSystemStream(stream);
          stream.getAudioTracks()[0]?.addEventListener('ended', () => setSystemStream(null));
        },
        (error: unknown) => {
          const found = problemOf(error);
          // Who closes the question has said all there is to say.
          if (found !== 'denied') setProblem(found);
        },
      );
    },
    take() {
      const taken = new Map<SoundSource, MediaStream>();
      if (microphone) taken.set('microphone', microphone);
      if (system) taken.set('system', system);
      Object.assign(held.current, { microphone: null, system: null });
      setMicrophoneStream(null);
      setSystemStream(null);
      return taken;
    },
  };
}
