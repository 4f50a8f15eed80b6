/**
 * A reference for schedules: checks for every minute of the calendar whether the expression includes it. It is slow and
 * simple, and reads only the spellings that the proof uses.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: DAY };

/** The beginnings of the minutes from `from` (when the rule was made) up to `to`. */
export function firesAt(expression: string, from: number, to: number): number[] {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const minutes: number[] = [];
  if (rate) {
    const period = Number(rate[1]) * (UNITS[rate[2] as string] as number);
    for (let time = from + period; time <= to; time += period) minutes.push(time);
    return minutes;
  }
  const fields = expression.slice('cron('.length, -1).split(' ') as Fields;
  for (let time = from + MINUTE; time <= to; time += MINUTE) if (isIncluded(fields, new Date(time))) minutes.push(time);
  return minutes;
}

type Fields = [minute: string, hour: string, day: string, month: string, weekday: string, year: string];

function isIncluded([minute, hour, day, month, weekday, year]: Fields, at: Date): boolean {
  return (
    among(minute, at.getUTCMinutes(), 59) &&
    among(hour, at.getUTCHours(), 23) &&
    among(month, at.getUTCMonth() + 1, 12) &&
    among(year, at.getUTCFullYear(), 2199) &&
    isDay(day, at) &&
    isWeekday(weekday, at)
  );
}

function isDay(field: string, at: Date): boolean {
  if (field === '?') return true;
  if (field === 'L') return new Date(at.getTime() + DAY).getUTCDate() === 1;
  return among(field, at.getUTCDate(), 31);
}

function isWeekday(field: string, at: Date): boolean {
  if (field === '?') return true;
  const today = at.getUTCDay();
  const [name = '', nth] = field.split('#');
  if (nth !== undefined) return DAYS[today] === name && Math.ceil(at.getUTCDate() / 7) === Number(nth);
  const [first = '', last = first] = name.split('-');
  return DAYS.indexOf(first) <= today && today <= DAYS.indexOf(last);
}

/** `*`, `5`, `1,15`, `8-17`, `0/15`, `1-11/2` */
function among(field: string, value: number, most: number): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step] = part.split('/');
    const [first, last] = range === '*' ? [0, most] : (range.split('-').map(Number) as [number, number?]);
    const end = last ?? (step === undefined ? first : most);
    return value >= first && value <= end && (value - first) % Number(step ?? 1) === 0;
  });
}
