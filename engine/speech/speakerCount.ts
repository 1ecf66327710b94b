/** How many speakers a recording may have. */
export interface SpeakerCount {
  /** Where it is known. */
  exactly?: number | undefined;
  atLeast: number;
  atMost: number;
}
