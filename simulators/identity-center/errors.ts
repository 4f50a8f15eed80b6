import { AwsError } from '@offboard/local-aws/service';

export function notFound(resourceType: 'GROUP' | 'USER' | 'IDENTITY_STORE' | 'GROUP_MEMBERSHIP', id: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${resourceType} not found.`, {
    fields: { ResourceType: resourceType, ResourceId: id },
  });
}

export function conflict(
  reason: 'CONCURRENT_MODIFICATION' | 'UNIQUENESS_CONSTRAINT_VIOLATION',
  message: string,
): AwsError {
  return new AwsError('ConflictException', message, { fields: { Reason: reason } });
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
