/** What evidence says of a run here, in the reason of its request. The identity is in the statement that the request carries. */

import { hostname } from 'node:os';
import type { Here } from '../../client/connection.ts';

export function reasonHere(here: Here | undefined, reason: string | undefined): string | undefined {
  if (here === undefined) return reason;
  const claimed = here.ticket === undefined ? [] : [`claimed approval: ${here.ticket}`];
  return [...(reason ? [reason] : []), ...claimed, `run with --here on ${hostname()}`].join('; ');
}
