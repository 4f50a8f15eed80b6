import { AwsError } from '@offboard/local-aws/service';

/** The model gives this error HTTP 409, the same as ConflictException. */
export function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', what, { status: 409 });
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 409 });
}
