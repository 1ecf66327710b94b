import { useCallback } from 'react';

const everyMs = 60;

/** How loud a stream is, before anything of it is recorded. */
export function useStreamLevel(stream: MediaStream | null): (onLevel: (level: number) => void) => () => void {
  return useCallback(
    (onLevel) => {
      if (!stream) {
        onLevel(0);
        return () => undefined;
      }
      const context = new AudioContext();
      void context.resume();
      const analyser = context.createAnalyser();
      analyser.fftSize = 2048;
      const source = context.createMediaStreamSource(stream);
      source.connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        onLevel(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
      }, everyMs);
      return () => {
        clearInterval(timer);
        source.disconnect();
        void context.close();
      };
    },
    [stream],
  );
}
