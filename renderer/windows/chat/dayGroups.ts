export const dayGroups = ['today', 'yesterday', 'week', 'month', 'older'] as const;
export type DayGroup = (typeof dayGroups)[number];

const dayMs = 86_400_000;

/** By the days of this machine's calendar. */
export function dayGroupOf(unixMs: number, now: number): DayGroup {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (unixMs >= midnight) return 'today';
  // A day before midnight at noon is yesterday whatever the clocks did in between.
  if (unixMs >= new Date(midnight - dayMs / 2).setHours(0, 0, 0, 0)) return 'yesterday';
  if (unixMs >= midnight - 7 * dayMs) return 'week';
  return unixMs >= midnight - 30 * dayMs ? 'month' : 'older';
}
