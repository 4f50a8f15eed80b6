import { describe, expect, it } from 'vitest';
import { freezeProblem, freezesFrom, frozenUntil, parseFreezeWindows } from '../../offboardings/common/freeze.ts';

const CHRISTMAS = 'cron(0 18 20 12 ? *) 14d Europe/Vienna';
const WEEKENDS = 'cron(0 16 ? * FRI *) 64h Europe/Vienna';
const time = (text: string) => Date.parse(text);
const freezes = (text: string, at: string) => freezesFrom(parseFreezeWindows(text), time(at));
const problem = (text: string) => freezeProblem(parseFreezeWindows(text), time('2026-12-01T00:00:00Z'));

describe('freeze windows', () => {
  it.each([
    ['none', '', '2026-12-01T00:00:00Z', []],
    ['one to come', CHRISTMAS, '2026-12-01T00:00:00Z', [['2026-12-20T17:00:00.000Z', '2027-01-03T17:00:00.000Z']]],
    ['one that is open', CHRISTMAS, '2027-01-03T16:59:59Z', [['2026-12-20T17:00:00.000Z', '2027-01-03T17:00:00.000Z']]],
    ['not one that is over', CHRISTMAS, '2027-01-03T17:00:00Z', []],
    ['not one in a hundred days and more', CHRISTMAS, '2026-06-01T00:00:00Z', []],
  ])('%s', (_, text, at, expected) => {
    expect(freezes(text, at).map(({ from, until }) => [from, until])).toEqual(expected);
  });

  it('are one freeze where they overlap or meet', () => {
    const found = freezes(`${WEEKENDS}; ${CHRISTMAS}`, '2026-12-15T00:00:00Z');
    expect(found[0]).toEqual({ from: '2026-12-18T15:00:00.000Z', until: '2027-01-04T07:00:00.000Z' });
    expect(found[1]?.from).toBe('2027-01-08T15:00:00.000Z');
  });

  it.each([
    ['2026-12-20T16:59:59.999Z', undefined],
    ['2026-12-20T17:00:00Z', '2027-01-03T17:00:00.000Z'],
    ['2027-01-03T17:00:00Z', undefined],
  ])('at %s say until when', (at, until) => {
    expect(frozenUntil(parseFreezeWindows(CHRISTMAS), time(at))).toBe(until);
  });

  it.each([
    ['christmas', /has 'christmas'; a window is a cron expression, a duration and a time zone, as in: cron/],
    ['rate(1 day) 1h UTC', /a window is a cron expression/],
    [`${CHRISTMAS};`, /has ''; a window/],
    ['cron(0 18 * * ? *) 0h UTC', /a window is/],
    ['cron(0 99 * * ? *) 1h UTC', /'99' is not between 0 and 23/],
    ['cron(0 18 * * ? *) 1h Europe/Atlantis', /there is no time zone 'Europe\/Atlantis'/],
    ['cron(0 0 1 1 ? *) 32d UTC', /longer than 31 days/],
  ])('are refused: %s', (text, message) => {
    expect(() => parseFreezeWindows(text)).toThrow(message);
  });

  it.each([CHRISTMAS, `${WEEKENDS}; ${CHRISTMAS}`])('may be of a stage: %s', (text) => {
    expect(problem(text)).toBeUndefined();
  });

  it.each([
    [
      'cron(0 0 * * ? *) 24h UTC',
      /^a freeze may last 31 days, since offboardings wait for its end; this one is from 2026-/,
    ],
    [
      'cron(0 0 * * ? *) 1h UTC; cron(0 12 * * ? *) 1h UTC',
      /^there may be 100 freezes in 100 days; there are more from 2026-/,
    ],
  ])('may not be of a stage: %s', (text, message) => {
    expect(problem(text)).toMatch(message);
  });

  it('that open more than once a day are refused', () => {
    expect(() => problem('cron(0 0/12 * * ? *) 1m UTC')).toThrow(/opens more than once a day/);
  });
});
