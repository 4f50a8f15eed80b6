import { AwsError } from '@offboard/local-aws/service';

/** Its API reference gives every client error HTTP 400; the body writes `Message`, and names the resource. */
export function refusal(code: string, message: string, resourceId?: string): AwsError {
  return new AwsError(code, message, {
    fields: { Message: message, ...(resourceId === undefined ? {} : { ResourceId: resourceId }) },
  });
}
