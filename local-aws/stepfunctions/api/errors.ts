import { AwsError } from '../../core/aws.ts';

const subjectError = (code: string, words: string) => (subject: string) => new AwsError(code, `${words}: '${subject}'`);

export const executionAlreadyExists = subjectError('ExecutionAlreadyExists', 'Execution Already Exists');
export const executionDoesNotExist = subjectError('ExecutionDoesNotExist', 'Execution Does Not Exist');
export const invalidArn = subjectError('InvalidArn', 'Invalid Arn');
export const invalidEncryptionConfiguration = subjectError(
  'InvalidEncryptionConfiguration',
  'Invalid Encryption Configuration',
);
export const invalidExecutionInput = subjectError('InvalidExecutionInput', 'Invalid State Machine Execution Input');
export const invalidLoggingConfiguration = subjectError('InvalidLoggingConfiguration', 'Invalid Logging Configuration');
export const invalidName = subjectError('InvalidName', 'Invalid Name');
export const invalidOutput = subjectError('InvalidOutput', 'Invalid Output');
export const invalidToken = subjectError('InvalidToken', 'Invalid Token');
export const resourceNotFound = subjectError('ResourceNotFound', 'Resource not found');
export const stateMachineAlreadyExists = subjectError('StateMachineAlreadyExists', 'State Machine Already Exists');
export const stateMachineDeleting = subjectError('StateMachineDeleting', 'State Machine is being deleted');
export const stateMachineDoesNotExist = subjectError('StateMachineDoesNotExist', 'State Machine Does Not Exist');
export const taskTimedOut = subjectError('TaskTimedOut', 'Task Timed Out');
export const tooManyTags = subjectError('TooManyTags', 'Too Many Tags');

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
