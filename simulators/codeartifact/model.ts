/** What CodeArtifact's model says of its parameters, and the errors it answers. */

import { AwsError, type Constraint, type MemberConstraints, validate } from '@offboard/local-aws/service';

const domain: Constraint = { required: true, length: [2, 50], pattern: '[a-z][a-z0-9\\-]{0,48}[a-z0-9]' };
const domainOwner: Constraint = { length: [12, 12], pattern: '[0-9]{12}' };
const repository: Constraint = { required: true, length: [2, 100], pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{1,99}' };
const externalConnection: Constraint = {
  required: true,
  length: [2, 100],
  pattern: '[A-Za-z0-9][A-Za-z0-9._\\-:]{1,99}',
};
const repositoryPrefix: Constraint = { length: [1, 100] };
const maxResults: Constraint = { range: [1, 1000] };
const nextToken: Constraint = { length: [1, 2000], pattern: '\\S+' };

export const members = {
  domain,
  domainOwner,
  repository,
  externalConnection,
  repositoryPrefix,
  maxResults,
  nextToken,
};

export function check(input: object, constraints: MemberConstraints): void {
  validate(input, constraints, { fields: { reason: 'FIELD_VALIDATION_FAILED' } });
}

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
