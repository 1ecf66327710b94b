/**
 * A date of the information dictionary, `D:YYYYMMDDHHmmSSOHH'mm'` with everything after the year optional (ISO
 * 32000-1, 7.9.4), as Unix milliseconds.
 */
export function parsePdfDate(value: string): number | undefined {
  const match = /^\s*(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?/.exec(
    value,
  );
  if (!match) return undefined;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    ,
    sign,
    zoneHour,
    zoneMinute,
  ] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time)) return undefined;
  const zoneMinutes = Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0);
  return time - (sign === '-' ? -1 : 1) * (sign ? zoneMinutes : 0) * 60_000;
}
