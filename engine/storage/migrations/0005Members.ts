/** What became of the files inside a file: the members of an archive, the attachments of a mail. */
export const members = `
ALTER TABLE documents ADD COLUMN members TEXT NOT NULL DEFAULT '[]';
`;
