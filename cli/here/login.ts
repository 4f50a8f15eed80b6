/** Credentials that have ended: the work waits until the same identity has signed in again, and goes on. */

import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from '../../client/errors.ts';
import type { Context } from '../common/command.ts';
import { type Caller, identityOf, SIGN_IN } from './caller.ts';

/** Milliseconds between two looks for new credentials: the first, and the most. */
const PAUSES = { first: 2_000, longest: 30_000 };

/** Whether somebody is there to sign in, and a new login can reach this process: its environment stays as it is. */
export function canSignInAgain(
  { stderr }: { stderr: { isTTY?: boolean } } = process,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  const fixed = env.AWS_ACCESS_KEY_ID !== undefined && env.AWS_SECRET_ACCESS_KEY !== undefined && !env.AWS_PROFILE;
  return stderr.isTTY === true && !fixed;
}

/**
 * @param find asks AWS who the credentials are of, which are looked up anew.
 * @throws ClientError NOT_PERMITTED where somebody else has signed in: what was confirmed names another identity.
 */
export async function waitForLogin(
  { output, signal }: Pick<Context, 'output' | 'signal'>,
  ended: Pick<Caller, 'account' | 'arn'>,
  find: () => Promise<Caller>,
  { first, longest } = PAUSES,
): Promise<Caller> {
  output.alert(`paused: your AWS credentials have ended. To go on, ${SIGN_IN}`);
  for (let pause = first; ; pause = Math.min(2 * pause, longest)) {
    await delay(pause, undefined, { signal });
    const found = await find().catch(unlessUsage);
    if (found === undefined) continue;
    if (identityOf(found.arn) === identityOf(ended.arn)) {
      output.alert(`goes on, as ${found.arn}`);
      return found;
    }
    throw new ClientError('NOT_PERMITTED', `signed in as ${found.arn}, not as ${ended.arn}`, 'run the command again');
  }
}

/** Nobody has signed in yet, or there is no network. @throws what no login mends. */
function unlessUsage(error: unknown): undefined {
  if (error instanceof ClientError && error.code === 'INVALID') throw error;
}
