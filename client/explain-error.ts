import { type Connection, devCommand } from './connection.ts';
import { ClientError } from './errors.ts';

/** @returns a ClientError for an SDK's or socket's error that is known; every other value as it is. */
export function explainError(error: unknown, connection: Connection): unknown {
  if (!(error instanceof Error) || error instanceof ClientError) return error;
  const { name, message } = error;
  const { endpoint, local } = connection;
  if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' && endpoint !== undefined) {
    const hints = local ? [`start local AWS with: ${devCommand(endpoint, connection)}`] : [];
    return new ClientError('FAILED', `nothing answers at ${endpoint}`, ...hints);
  }
  if (/^(ExpiredToken|ExpiredTokenException)$/.test(name)) {
    const hint = 'sign in again, for example with: aws sso login';
    return new ClientError('NOT_PERMITTED', `your AWS credentials have expired: ${message}`, hint);
  }
  if (name === 'CredentialsProviderError') {
    const hint = 'set AWS_PROFILE or sign in, or use --local for local AWS';
    return new ClientError('NOT_PERMITTED', 'no AWS credentials were found', hint);
  }
  if (/^AccessDenied(Exception)?$|^UnrecognizedClientException$|^NotAuthorized/.test(name)) {
    return new ClientError('NOT_PERMITTED', message, { text: 'see what is missing with', command: 'doctor' });
  }
  return error;
}
