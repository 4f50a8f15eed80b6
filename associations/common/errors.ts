/** Classifies a service's errors by name: HTTP statuses mislead (OpenSearch says not found with 409). */

import type { ErrorClass } from './contract.ts';

/** An error that is the service's answer to a call. RETRYABLE and DENIED are none, and are thrown. */
export interface ServiceError {
  errorClass: Exclude<ErrorClass, 'RETRYABLE' | 'DENIED'>;
  error: Error;
}

/** What any AWS service may answer, whatever its model says. */
export const commonErrors: Readonly<Record<string, ErrorClass>> = {
  AccessDenied: 'DENIED',
  AccessDeniedException: 'DENIED',
  UnauthorizedOperation: 'DENIED',
  UnauthorizedException: 'DENIED',
  OptInRequired: 'DENIED',
  ExpiredToken: 'RETRYABLE',
  ExpiredTokenException: 'RETRYABLE',
  RequestExpired: 'RETRYABLE',
  InternalFailure: 'RETRYABLE',
  ServiceUnavailable: 'RETRYABLE',
  RequestLimitExceeded: 'RETRYABLE',
  Throttling: 'RETRYABLE',
  ThrottlingException: 'RETRYABLE',
  TooManyRequestsException: 'RETRYABLE',
  InvalidParameterCombination: 'INVALID',
  InvalidParameterValue: 'INVALID',
  MissingParameter: 'INVALID',
  SerializationException: 'INVALID',
  ValidationError: 'INVALID',
  ValidationException: 'INVALID',
};

/** The exceptions that the models of most services have, under the same names. */
export const usualExceptions: Readonly<Record<string, ErrorClass>> = {
  AccessDeniedException: 'DENIED',
  ConflictException: 'BUSY',
  InternalServerException: 'RETRYABLE',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceQuotaExceededException: 'FAILED',
  ThrottlingException: 'RETRYABLE',
  ValidationException: 'INVALID',
};

/** An unknown error is RETRYABLE: the state machine reports it under its own name once its retries are used up. */
export function classifyError(error: Error, errors: Readonly<Record<string, ErrorClass>>): ErrorClass {
  return errors[error.name] ?? commonErrors[error.name] ?? 'RETRYABLE';
}

/**
 * Makes a call whose error may be an answer. Errors that say nothing about the association are thrown.
 * @param classify the error, where its name alone does not say enough.
 */
export async function tryCall<Answer>(
  call: () => Promise<Answer>,
  classify: (error: Error) => ErrorClass,
): Promise<{ answer: Answer; failure?: undefined } | { failure: ServiceError; answer?: undefined }> {
  try {
    return { answer: await call() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const errorClass = classify(error);
    if (errorClass === 'RETRYABLE' || errorClass === 'DENIED') throw error;
    return { failure: { errorClass, error } };
  }
}
