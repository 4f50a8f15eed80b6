import { usage } from './exit.ts';

const UNITS: Record<string, number> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };

/** `90s`, `15m`, `2h`, `30d` -> seconds. @throws ClientError INVALID */
export function seconds(flag: string, text: string): number {
  const match = /^(\d+)(s|m|min|h|d)$/.exec(text);
  const amount = Number(match?.[1]);
  if (!match || amount === 0) throw usage(`${flag} must be a duration such as 90s, 15m, 2h or 3d, not '${text}'`);
  return amount * (UNITS[match[2] as string] as number);
}

/** `--timeout` in milliseconds; infinite without it. @throws ClientError INVALID */
export function timeoutMs({ timeout }: Readonly<Record<string, unknown>>): number {
  return timeout === undefined ? Number.POSITIVE_INFINITY : seconds('--timeout', String(timeout)) * 1000;
}

/** A time in ISO 8601, or a duration from `now` on. */
export function moment(flag: string, text: string, now: Date): string {
  if (/^\d+[a-z]+$/.test(text)) return new Date(now.getTime() + seconds(flag, text) * 1000).toISOString();
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw usage(`${flag} must be a duration such as 2h or a time such as 2026-11-20T15:00:00Z, not '${text}'`);
  return new Date(time).toISOString();
}
