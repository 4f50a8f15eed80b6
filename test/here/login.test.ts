/** Credentials that end pause the work, which goes on for the same identity alone. */

import { describe, expect, it, vi } from 'vitest';
import type { Context } from '../../cli/common/command.ts';
import { type Caller, CredentialsEnded } from '../../cli/here/caller.ts';
import { canSignInAgain, waitForLogin } from '../../cli/here/login.ts';
import { ClientError } from '../../client/errors.ts';

const ROLE = 'arn:aws:sts::111122223333:assumed-role/SecurityAudit';

function callerOf(arn: string): Caller {
  const account = arn.split(':')[4] ?? '';
  return { account, region: 'us-east-1', arn, credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }) };
}

function waiting(answers: readonly (Caller | Error)[], signal = new AbortController().signal) {
  const alerts: string[] = [];
  const output = { alert: (line: string) => alerts.push(line) } as unknown as Context['output'];
  const find = vi.fn<() => Promise<Caller>>();
  for (const answer of answers)
    if (answer instanceof Error) find.mockRejectedValueOnce(answer);
    else find.mockResolvedValueOnce(answer);
  const found = waitForLogin({ output, signal }, callerOf(`${ROLE}/dana`), find, { first: 0, longest: 0 });
  return { found, find, alerts };
}

describe('after credentials have ended, the work', () => {
  it('goes on once the same role is signed in again, whatever the session is called', async () => {
    const again = callerOf(`${ROLE}/dana-2`);
    const ended = new CredentialsEnded('NOT_PERMITTED', 'your AWS credentials have expired');
    const { found, find, alerts } = waiting([ended, new Error('getaddrinfo EAI_AGAIN'), again]);
    expect(await found).toBe(again);
    expect(find).toHaveBeenCalledTimes(3);
    expect(alerts).toEqual([expect.stringContaining('aws sso login'), `goes on, as ${again.arn}`]);
  });

  it.each([
    'arn:aws:sts::111122223333:assumed-role/Administrator/dana',
    'arn:aws:sts::444455556666:assumed-role/SecurityAudit/dana',
    'arn:aws:iam::111122223333:user/dana',
  ])('does not go on as %s', async (arn) => {
    await expect(waiting([callerOf(arn)]).found).rejects.toThrow(`signed in as ${arn}, not as ${ROLE}/dana`);
  });

  it('ends for what no login mends, and at Ctrl-C', async () => {
    const { found } = waiting([new ClientError('INVALID', 'no AWS Region is set')]);
    await expect(found).rejects.toThrow('no AWS Region is set');
    await expect(waiting([], AbortSignal.abort()).found).rejects.toThrow('abort');
  });
});

it.each([
  [true, {}, true],
  [true, { AWS_PROFILE: 'audit', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, true],
  [true, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, false],
  [false, {}, false],
])('with a terminal (%s) and the environment %o a new login is waited for: %s', (isTTY, env, expected) => {
  expect(canSignInAgain({ stderr: { isTTY } }, env)).toBe(expected);
});
