/** The published schema of what `offboard plan -o json` prints. */

import * as v from 'valibot';
import { reasonSchema } from '../../events/offboarding-rejected.ts';
import { storedPlanSchema } from '../../offboardings/evidence/plan-schema.ts';

const text = v.string();

const statement = v.strictObject({ Effect: v.literal('Allow'), Action: v.array(text), Resource: v.array(text) });

export const planOutput = v.strictObject({
  /** The request's id. */
  offboarding: text,
  /** Of the execution that made it, and its ARN. */
  status: text,
  execution: text,
  error: v.exactOptional(text),
  cause: v.exactOptional(text),
  /** Why it was rejected; empty where it was not. */
  reasons: v.array(reasonSchema),
  plan: v.nullable(storedPlanSchema),
  searched: v.exactOptional(v.array(v.strictObject({ account: text, region: text }))),
  /** With `--here`: what would have let the denied searches read. */
  missingPermissions: v.exactOptional(
    v.array(v.strictObject({ account: text, roleArn: v.exactOptional(text), statement })),
  ),
});
