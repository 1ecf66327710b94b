/** The last step of a path of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((step) => step !== '') ?? path;
}

/** All steps but the last. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.length - fileName(path).length)).replace(/[\\/]$/, '');
}
