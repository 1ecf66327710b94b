import type { JobStage } from '@adiuva/contracts/rpc';

/** The stages of a job's tries with their times. */
export interface StageClock {
  /** The job is in this stage now. */
  enter(stage: string, now: number): void;
  /** The try has ended, and its stage with it. @returns what `stages` does */
  stop(now: number): readonly JobStage[];
  /** Of all tries, oldest first. */
  stages(): readonly JobStage[];
}

/**
 * One entry a stage and try: a document goes through in batches, and what is entered again goes on, so that a book has
 * no more entries than a note. `attempt` counts how often the job was begun.
 */
export function createStageClock(earlier: readonly JobStage[], attempt: number): StageClock {
  const own: JobStage[] = [];
  let current: JobStage | undefined;

  const stages = () => (own.length === 0 ? earlier : [...earlier, ...own]);

  function stop(now: number): readonly JobStage[] {
    if (current) current.endedAt = now;
    current = undefined;
    return stages();
  }

  return {
    enter(stage, now) {
      if (current?.stage === stage) return;
      stop(now);
      current = own.find((entry) => entry.stage === stage);
      if (current) current.endedAt = null;
      else {
        current = { attempt, stage, startedAt: now, endedAt: null };
        own.push(current);
      }
    },
    stop,
    stages,
  };
}
