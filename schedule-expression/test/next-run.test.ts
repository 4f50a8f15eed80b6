import { describe, expect, it } from 'vitest';
import { nextRun, parseSchedule } from '../index.ts';

const time = (text: string) => Date.parse(`${text}Z`);
const next = (expression: string, after: string) => {
  const found = nextRun(expression, time(after));
  return found === undefined ? undefined : new Date(found).toISOString().slice(0, 16);
};

const LEAP = '2024-02-27T12:34:10';

/** Expression, after, next run; the days were looked up in a calendar. */
const runs: [expression: string, after: string, next: string | undefined][] = [
  ['rate(1 minute)', LEAP, '2024-02-27T12:35'],
  ['rate(5 minutes)', LEAP, '2024-02-27T12:39'],
  ['rate(1 hour)', LEAP, '2024-02-27T13:34'],
  ['rate(7 days)', LEAP, '2024-03-05T12:34'],
  ['cron(* * * * ? *)', LEAP, '2024-02-27T12:35'],
  ['cron(34 12 * * ? *)', '2024-02-27T12:34:00', '2024-02-28T12:34'],
  ['cron(5,35 14 * * ? *)', LEAP, '2024-02-27T14:05'],
  ['cron(0/5 8-17 ? * MON-FRI *)', LEAP, '2024-02-27T12:35'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2024-03-01T17:55:00', '2024-03-04T08:00'],
  ['cron(0 22-2/2 * * ? *)', '2024-02-27T22:30:00', '2024-02-28T00:00'],
  ['cron(0 0 ? * FRI-MON *)', LEAP, '2024-03-01T00:00'],
  ['cron(0 0 ? * 1 *)', LEAP, '2024-03-03T00:00'],
  ['cron(0 0 ? * L *)', LEAP, '2024-03-02T00:00'],
  ['cron(0 0 ? * 6L *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 0 ? * friL *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 2 ? * SAT#3 *)', LEAP, '2024-03-16T02:00'],
  ['cron(0 0 ? * 5#5 *)', LEAP, '2024-02-29T00:00'],
  ['cron(0 0 29 2 ? *)', LEAP, '2024-02-29T00:00'],
  ['cron(0 0 29 2 ? *)', '2024-02-29T00:00:00', '2028-02-29T00:00'],
  ['cron(0 0 L * ? *)', LEAP, '2024-02-29T00:00'],
  ['cron(0 0 L 2 ? 2025)', LEAP, '2025-02-28T00:00'],
  ['cron(0 0 L-3 * ? *)', LEAP, '2024-03-28T00:00'],
  ['cron(0 0 L-30 * ? *)', LEAP, '2024-03-01T00:00'],
  ['cron(0 0 LW 3 ? *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 0 1W 6 ? *)', LEAP, '2024-06-03T00:00'],
  ['cron(0 0 15W 6 ? *)', LEAP, '2024-06-14T00:00'],
  ['cron(0 0 31W * ? *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 0 31 4,6,12 ? *)', LEAP, '2024-12-31T00:00'],
  ['cron(30 10 ? JAN MON 2199)', LEAP, '2199-01-07T10:30'],
  ['cron(15 10 ? * 6L 2002-2005)', LEAP, undefined],
  ['cron(0 0 31 2 ? *)', LEAP, undefined],
];

describe('the next run', () => {
  it.each(runs)('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it.each([
    ['cron(0 18 20 12 ? *)', 'Europe/Vienna', '2026-12-01T00:00', '2026-12-20T17:00'],
    ['cron(30 2 * * ? *)', 'America/New_York', '2026-03-08T12:00', '2026-03-09T06:30'],
    ['cron(0 0 ? * MON *)', 'Asia/Tokyo', '2026-12-01T00:00', '2026-12-06T15:00'],
    ['cron(0 0 L-3 * ? *)', 'Asia/Tokyo', '2026-02-01T00:00', '2026-02-24T15:00'],
    ['cron(0 12 L-3 3 ? *)', 'Europe/Vienna', '2026-03-01T00:00', '2026-03-28T11:00'],
  ])('%s in %s after %s is %s', (expression, timeZone, after, expected) => {
    expect(parseSchedule(expression, timeZone)(time(after), 0)).toBe(time(expected));
  });

  it('in a time zone that does not exist is refused', () => {
    expect(() => parseSchedule('cron(0 0 * * ? *)', 'Europe/Atlantis')).toThrow("no time zone 'Europe/Atlantis'");
  });

  it('of a rate lies at whole periods after it began to count', () => {
    expect(nextRun('rate(10 minutes)', time('2024-02-27T12:35:00'), time('2024-02-27T12:02:30'))).toBe(
      time('2024-02-27T12:42:30'),
    );
  });
});
