/** Where files lie that can be made again. */

import { homedir } from 'node:os';
import { join } from 'node:path';

/** XDG base directory specification. */
export function cacheHome(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'offboard');
}
