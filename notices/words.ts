/** Times, counts and names, as notices spell them. */

import { associationOf } from '../associations/registry.ts';

/** `Mon 23 Nov 2026 16:00 UTC`. Seconds are cut: a deadline is not shown as later than it is. */
export function timeText(iso: string): string {
  return new Date(iso)
    .toUTCString()
    .replace(/^(\w+),/, '$1')
    .replace(/:\d\d GMT$/, ' UTC');
}

/** `1 association`, `9 associations` */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : noun.endsWith('ch') ? 'es' : 's'}`;
}

export function associationText({ association, target }: { association: string; target: object }): string {
  return `${association} ${associationOf(association).target.label(target as never)}`;
}
