import { AppError } from '#base';

/** Unix milliseconds of an ISO 8601 date. @throws AppError `invalid_input` */
export function parseDate(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new AppError('invalid_input', `${name} is not an ISO 8601 date, such as 2026-03-31.`);
  return time;
}
