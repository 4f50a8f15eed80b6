/** Nothing is removed before the time that a request names. */

import { expect, it } from 'vitest';
import { DANA, ended, offboard, WEB } from './offboardings.ts';
import { Stack } from './stack.ts';

const DAY = 86_400_000;

it('an offboarding waits for its time, and then looks again before it removes', async () => {
  await using stack = await Stack.start();
  const notBefore = new Date(stack.runtime.clock.now() + 2 * DAY).toISOString();
  const options = { mode: 'apply', approval: 'none', notBefore };
  const id = await offboard(stack, { ...WEB, options }, { requestedBy: DANA });
  const { rollUp } = await ended(stack, id, 'OffboardingCompleted');
  expect(rollUp).toMatchObject({ planned: 1, DISASSOCIATED: 1 });
  const removals = stack.runtime.calls.list().filter(({ operation }) => operation === 'DisassociateExternalConnection');
  expect(removals).toHaveLength(1);
  expect(removals[0]?.at).toBeGreaterThanOrEqual(Date.parse(notBefore));
});
