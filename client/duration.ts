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
