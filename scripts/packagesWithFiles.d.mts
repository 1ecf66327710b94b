export const packagesWithFiles: string[];
