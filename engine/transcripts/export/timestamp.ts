/** `01:02:03`, of whole seconds; hours have as many digits as they need. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
}

/** `01:02:03,004` with the separator of the format. */
export function cueTime(ms: number, separator: ',' | '.'): string {
  const whole = Math.round(ms);
  return `${clockTime(whole)}${separator}${String(whole % 1000).padStart(3, '0')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
