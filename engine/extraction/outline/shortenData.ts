const minRun = 200;
const runs = new RegExp(`(?:data:[\\w.+/-]{1,80};base64,)?[A-Za-z0-9+/_=-]{${minRun},}`, 'g');
const numbers = /^[\d\s.,;:+\-eE()[\]]{1000,}$/;
const shownNumbers = 100;

/** A value as a person would read it: pictures and keys written as letters, and long rows of numbers, cut short. */
export function shortenData(text: string): string {
  if (text.length < minRun) return text;
  if (numbers.test(text)) return `${text.slice(0, shownNumbers).trim()} …`;
  return text.replace(runs, (run) =>
    /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run) ? '…' : isHexadecimal(run) ? '…' : run,
  );
}

function isHexadecimal(run: string): boolean {
  return /^[\da-f]+$/i.test(run) && /\d/.test(run);
}
