/** What a service's errors mean, told by their names: HTTP statuses mislead (OpenSearch says not found with 409). */

import type { Meaning } from './contract.ts';

/** A call that the service answered with a no. */
export interface Refusal {
  meaning: Exclude<Meaning, 'RETRY' | 'DENIED'>;
  error: Error;
}

/** What any AWS service may answer, whatever its model says. */
export const anyService: Readonly<Record<string, Meaning>> = {
  AccessDenied: 'DENIED',
  AccessDeniedException: 'DENIED',
  UnauthorizedOperation: 'DENIED',
  UnauthorizedException: 'DENIED',
  OptInRequired: 'DENIED',
  ExpiredToken: 'RETRY',
  ExpiredTokenException: 'RETRY',
  RequestExpired: 'RETRY',
  InternalFailure: 'RETRY',
  ServiceUnavailable: 'RETRY',
  RequestLimitExceeded: 'RETRY',
  Throttling: 'RETRY',
  ThrottlingException: 'RETRY',
  TooManyRequestsException: 'RETRY',
  InvalidParameterCombination: 'REJECTED',
  InvalidParameterValue: 'REJECTED',
  MissingParameter: 'REJECTED',
  SerializationException: 'REJECTED',
  ValidationError: 'REJECTED',
  ValidationException: 'REJECTED',
};

/** An error of no known name is not judged: RETRY, and the state machine shows it under its own name in the end. */
export function meaningOf(error: Error, errors: Readonly<Record<string, Meaning>>): Meaning {
  return errors[error.name] ?? anyService[error.name] ?? 'RETRY';
}

/**
 * Makes a call that may be refused. What tells nothing about the association (RETRY, DENIED) is thrown on.
 * @param meaning of an error, where its name alone does not say enough.
 */
export async function ask<Answer>(
  call: () => Promise<Answer>,
  meaning: (error: Error) => Meaning,
): Promise<{ answer: Answer; refusal?: undefined } | { refusal: Refusal; answer?: undefined }> {
  try {
    return { answer: await call() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const means = meaning(error);
    if (means === 'RETRY' || means === 'DENIED') throw error;
    return { refusal: { meaning: means, error } };
  }
}
