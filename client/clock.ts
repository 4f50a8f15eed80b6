/** The time where a stack runs: this machine's on AWS, the runtime's own on local AWS. */

import type { Connection } from './connection.ts';

/** The local runtime serves its clock beside AWS's API. */
const CLOCK_PATH = '/_local-aws/clock';

/** Requests speak of associations as they stood at their timestamp, and deadlines count from it. */
export async function stackTime({ local, endpoint }: Connection, signal: AbortSignal): Promise<Date> {
  if (!local) return new Date();
  const response = await fetch(`${endpoint}${CLOCK_PATH}`, { signal }).catch((error: Error) => {
    // fetch hides the socket's own error in its cause.
    throw error.cause ?? error;
  });
  const answer = response.ok ? await response.text() : '';
  return timeIn(answer) ?? new Date();
}

/** @returns undefined for the answer of something else that speaks AWS's API on this machine. */
function timeIn(answer: string): Date | undefined {
  try {
    const { now } = JSON.parse(answer) as { now: string };
    return new Date(now);
  } catch {
    return undefined;
  }
}
