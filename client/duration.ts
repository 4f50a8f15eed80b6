const UNITS: readonly [seconds: number, name: string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** `364 ms`, `42 s`, `6 min 10 s`, `3 h 5 min`, `2 d 4 h`; `0 s` for what is not above 0. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const first = UNITS.findIndex(([size]) => seconds >= size);
  const [size, name] = UNITS[first] as [number, string];
  const [below, belowName] = UNITS[first + 1] as [number, string];
  const rest = Math.floor((seconds % size) / below);
  return `${Math.floor(seconds / size)} ${name}${rest ? ` ${rest} ${belowName}` : ''}`;
}

/** `2 h ago`, or `now`. @param iso ISO 8601. @param now milliseconds. */
export function formatAge(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  return passed < 1000 ? 'now' : `${formatDuration(passed).split(' ').slice(0, 2).join(' ')} ago`;
}

/** `in 5 min`, or `now` where the time has come. @param iso ISO 8601. @param now milliseconds. */
export function formatUntil(iso: string, now: number): string {
  const remaining = Date.parse(iso) - now;
  return remaining > 0 ? `in ${formatDuration(remaining)}` : 'now';
}
