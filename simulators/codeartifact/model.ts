import { AwsError } from '@offboard/local-aws/service';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message, { fields: { reason: 'OTHER' } });
}

export function notFound(message: string, resourceId: string, resourceType?: 'domain' | 'repository'): AwsError {
  return new AwsError('ResourceNotFoundException', message, {
    status: 404,
    fields: resourceType ? { resourceId, resourceType } : {},
  });
}

export function conflict(message: string, resourceId: string): AwsError {
  return new AwsError('ConflictException', message, {
    status: 409,
    fields: { resourceId, resourceType: 'repository' },
  });
}
