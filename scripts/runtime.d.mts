export const root: string;
export function findNode(): string;
export const nodeFlags: string[];
