/** Step Functions' errors, in its own words. */

import { AwsError } from '../../core/aws.ts';

const named = (code: string, words: string) => (subject: string) => new AwsError(code, `${words}: '${subject}'`);

export const executionAlreadyExists = named('ExecutionAlreadyExists', 'Execution Already Exists');
export const executionDoesNotExist = named('ExecutionDoesNotExist', 'Execution Does Not Exist');
export const invalidArn = named('InvalidArn', 'Invalid Arn');
export const invalidEncryptionConfiguration = named(
  'InvalidEncryptionConfiguration',
  'Invalid Encryption Configuration',
);
export const invalidExecutionInput = named('InvalidExecutionInput', 'Invalid State Machine Execution Input');
export const invalidLoggingConfiguration = named('InvalidLoggingConfiguration', 'Invalid Logging Configuration');
export const invalidName = named('InvalidName', 'Invalid Name');
export const invalidOutput = named('InvalidOutput', 'Invalid Output');
export const invalidToken = named('InvalidToken', 'Invalid Token');
export const resourceNotFound = named('ResourceNotFound', 'Resource not found');
export const stateMachineAlreadyExists = named('StateMachineAlreadyExists', 'State Machine Already Exists');
export const stateMachineDeleting = named('StateMachineDeleting', 'State Machine is being deleted');
export const stateMachineDoesNotExist = named('StateMachineDoesNotExist', 'State Machine Does Not Exist');
export const taskTimedOut = named('TaskTimedOut', 'Task Timed Out');
export const tooManyTags = named('TooManyTags', 'Too Many Tags');

export function executionNotRedrivable(reason: string): AwsError {
  return new AwsError('ExecutionNotRedrivable', reason);
}

export function accessDenied(message: string): AwsError {
  return new AwsError('AccessDeniedException', message);
}

export function missingRequiredParameter(message: string): AwsError {
  return new AwsError('MissingRequiredParameter', message);
}

export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** An AWS feature that local AWS does not have. */
export function notServed(what: string): AwsError {
  return validationException(`${what} is not served by local AWS`);
}
