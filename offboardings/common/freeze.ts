/** Freeze windows of a stage: times in which the removal of nothing is begun. */

import { parseSchedule, ScheduleError } from '@offboard/schedule-expression';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DAY_MS = UNITS_MS.d;

/** As long as an offboarding's execution may take. */
const HORIZON_DAYS = 100;
/** An offboarding waits 30 days for an approval and 7 to cool off, and its items take 30 more: of 100 days. */
const MAX_FREEZE_DAYS = 31;
/** State machines carry them from state to state. */
const MAX_FREEZES = 100;

/** ISO 8601, in UTC; `until` is the first moment after it. */
export interface Freeze {
  from: string;
  until: string;
}

export interface FreezeWindow {
  text: string;
  lengthMs: number;
  /** When it opens next after a time, both in milliseconds since 1970. */
  nextAfter: (time: number) => number | undefined;
}

/**
 * `cron(0 18 20 12 ? *) 14d Europe/Vienna`, separated by semicolons, since cron expressions have commas. A day is 24 hours.
 * @throws Error that quotes what is none.
 */
export function parseFreezeWindows(text: string): FreezeWindow[] {
  if (text.trim() === '') return [];
  return text.split(';').map((each) => parseWindow(each.trim()));
}

function parseWindow(text: string): FreezeWindow {
  const [, schedule, count = '', unit, timeZone] =
    /^(cron\([^()]+\)) ([1-9]\d{0,3})([mhd]) ([A-Za-z][\w+/-]*)$/.exec(text) ?? [];
  if (schedule === undefined || timeZone === undefined)
    throw new Error(
      `freezeWindows has '${text}'; a window is a cron expression, a duration and a time zone, as in: cron(0 18 20 12 ? *) 14d Europe/Vienna`,
    );
  try {
    const next = parseSchedule(schedule, timeZone);
    const lengthMs = Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
    if (lengthMs > MAX_FREEZE_DAYS * DAY_MS) throw new ScheduleError(`it is longer than ${MAX_FREEZE_DAYS} days`);
    return { text, lengthMs, nextAfter: (time) => next(time, time) };
  } catch (error) {
    if (error instanceof ScheduleError) throw new Error(`freezeWindows has '${text}': ${error.message}`);
    throw error;
  }
}

/**
 * The freezes that are not over at a time, or come as long after it as an offboarding may take: in order, without overlaps.
 * @throws RangeError where windows open too often.
 */
export function freezesFrom(windows: readonly FreezeWindow[], time: number, days = HORIZON_DAYS): Freeze[] {
  const end = time + days * DAY_MS;
  const freezes: { from: number; until: number }[] = [];
  for (const next of windows.flatMap((window) => openings(window, time, end)).sort((a, b) => a.from - b.from)) {
    const last = freezes.at(-1);
    if (last !== undefined && next.from <= last.until) last.until = Math.max(last.until, next.until);
    else freezes.push(next);
  }
  return freezes.map(({ from, until }) => ({
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
  }));
}

function openings({ text, lengthMs, nextAfter }: FreezeWindow, time: number, end: number) {
  const found: { from: number; until: number }[] = [];
  for (let from = nextAfter(time - lengthMs); from !== undefined && from < end; from = nextAfter(from)) {
    found.push({ from, until: from + lengthMs });
    if (found.length > (end - time + lengthMs) / DAY_MS + 1)
      throw new RangeError(`freezeWindows has '${text}', which opens more than once a day`);
  }
  return found;
}

/** The end of the freeze that a time lies in; undefined where removals may begin. */
export function frozenUntil(windows: readonly FreezeWindow[], time: number): string | undefined {
  const [first] = freezesFrom(windows, time);
  return first !== undefined && Date.parse(first.from) <= time ? first.until : undefined;
}

/** What a stage cannot have, as a sentence; undefined where it can. @param time from which a year is looked at. */
export function freezeProblem(windows: readonly FreezeWindow[], time: number): string | undefined {
  const freezes = freezesFrom(windows, time, 366);
  const tooLong = freezes.find(({ from, until }) => Date.parse(until) - Date.parse(from) > MAX_FREEZE_DAYS * DAY_MS);
  if (tooLong !== undefined)
    return `a freeze may last ${MAX_FREEZE_DAYS} days, since offboardings wait for its end; this one is from ${tooLong.from} to ${tooLong.until}`;
  const often = freezes.find(({ from }, index) => {
    const hundredth = freezes[index + MAX_FREEZES];
    return hundredth !== undefined && Date.parse(hundredth.from) - Date.parse(from) < HORIZON_DAYS * DAY_MS;
  });
  return often === undefined
    ? undefined
    : `there may be ${MAX_FREEZES} freezes in ${HORIZON_DAYS} days; there are more from ${often.from} on`;
}
