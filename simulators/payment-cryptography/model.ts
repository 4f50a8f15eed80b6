/** What Payment Cryptography's model says of the team operations, and the errors it answers. */

import { AwsError, type Constraint } from '@offboard/local-aws/service';

const Action: Constraint = { required: true, among: ['IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'] };
const RequesterComment: Constraint = { length: [0, 200] };
const MpaTeamArn: Constraint = {
  required: true,
  length: [20, 2048],
  pattern: 'arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:approval-team/[a-zA-Z0-9._-]+',
};

export const members = { Action, RequesterComment, MpaTeamArn };

/** Its API reference gives every client error HTTP 400; the body writes `Message`, and names the resource. */
export function refusal(code: string, message: string, resourceId?: string): AwsError {
  return new AwsError(code, message, {
    fields: { Message: message, ...(resourceId === undefined ? {} : { ResourceId: resourceId }) },
  });
}
