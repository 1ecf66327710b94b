/** Whether a document is something to listen to: it is shown as its words beside its sound. */
export function isRecording(mediaType: string | null): boolean {
  return /^(audio|video)\//.test(mediaType ?? '');
}
