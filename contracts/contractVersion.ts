/** Counted up with every change to a message between processes; `contractVersion.test.ts` holds the fingerprint. */
export const contractVersion = 5;
