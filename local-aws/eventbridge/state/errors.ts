import { AwsError } from '../../core/aws.ts';

export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function invalidParameter(parameter: string, reason?: string): AwsError {
  return validationException(`Parameter ${parameter} is not valid.${reason === undefined ? '' : ` Reason: ${reason}`}`);
}

export function noSuchBus(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

export function noSuchRule(name: string, bus: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
}

export function alreadyExists(bus: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `Event bus ${bus} already exists.`);
}

export function limitExceeded(): AwsError {
  return new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
}
