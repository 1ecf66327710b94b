/** What says of a release is not signed by us: it is not read any further. */
export class UpdateSignatureError extends Error {}
