import { AwsError } from '../../core/aws.ts';

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message);
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function invalidMarker(): AwsError {
  return new AwsError('InvalidMarkerException', 'The marker is not one that this operation gave.');
}

export function malformedPolicy(): AwsError {
  return new AwsError('MalformedPolicyDocumentException', 'The policy is not a valid policy document');
}

export function aliasExists(arn: string): AwsError {
  return new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
}

export function disabled(arn: string): AwsError {
  return new AwsError('DisabledException', `${arn} is disabled.`);
}

export function pendingDeletion(arn: string): AwsError {
  return new AwsError('KMSInvalidStateException', `${arn} is pending deletion.`);
}

export function notPendingDeletion(arn: string): AwsError {
  return new AwsError('KMSInvalidStateException', `${arn} is not pending deletion.`);
}

/** KMS answers so, without a message, instead of `SignatureValid: false`. */
export function invalidSignature(): AwsError {
  return new AwsError('KMSInvalidSignatureException', '');
}

export function notServed(what: string): AwsError {
  return new AwsError('UnsupportedOperationException', `${what}: not served by local AWS`);
}
