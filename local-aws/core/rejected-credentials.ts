/** How AWS refuses credentials, which depends on the protocol alone. */

import { AwsError, type Protocol } from './aws.ts';

export function expiredCredentials(protocol: Protocol): AwsError {
  return new AwsError(
    protocol === 'awsQuery' || protocol === 'restXml' ? 'ExpiredToken' : 'ExpiredTokenException',
    'The security token included in the request is expired',
    { status: credentialErrorStatus(protocol) },
  );
}

/** Of a key that was not issued, or a token that is not its own. */
export function unknownCredentials(protocol: Protocol): AwsError {
  return new AwsError(
    protocol === 'awsQuery' ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    { status: credentialErrorStatus(protocol) },
  );
}

function credentialErrorStatus(protocol: Protocol): number {
  return protocol.startsWith('awsJson') ? 400 : 403;
}
