/** The execution of the only item of a plan. */

import { batchesOf, type ItemExecution } from '../../offboardings/apply.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, request } from '../offboardings/found.ts';

export function itemExecution(): ItemExecution {
  const plan = makePlan(request(), [page([connection('web')])], MADE);
  const [batch] = batchesOf(plan, { now: NOW, run: 'run1', account: '111122223333', region: 'us-east-1' }).flat();
  return batch?.itemExecutions[0] as ItemExecution;
}
