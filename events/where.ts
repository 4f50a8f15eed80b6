/** Another Region or account, with the role through which it is reached. */

import * as v from 'valibot';

export const whereSchema = v.strictObject({
  region: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/, 'must be a Region such as eu-west-1')),
  ),
  /** One of the stack's configured spoke roles; any other is rejected. */
  roleArn: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, 'must be the ARN of an IAM role'),
    ),
  ),
});

export type Where = v.InferOutput<typeof whereSchema>;

/** @returns the account of the role, else the own. */
export function accountOf(where: Where | undefined, own: string): string {
  return where?.roleArn?.split(':')[4] ?? own;
}
