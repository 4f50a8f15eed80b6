/** How long sessions of a permission set last. */

const HOUR = 60 * 60;
/** IAM Identity Center user guide, "Set session duration": one hour by default, twelve at most. */
const DEFAULT = HOUR;
const LONGEST = 12 * HOUR;

/** @returns seconds; the longest that AWS allows where the text, such as `PT8H`, is no such duration. */
export function sessionSeconds(duration: string | undefined): number {
  if (duration === undefined) return DEFAULT;
  const [matched, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  if (matched === undefined) return LONGEST;
  return Number(hours) * HOUR + Number(minutes) * 60 + Number(seconds);
}
