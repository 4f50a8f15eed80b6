/** Credentials that STS hands out: which access key stands for whom, and until when. */

import { randomBytes } from 'node:crypto';
import { type Aws, AwsError, type Identity, type Protocol } from './aws.ts';
import type { Table } from './store.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds since 1970. */
  expiration: number;
}

interface Issued extends Credentials {
  identity: Identity;
}

/** Kept in the store: a session outlives the runtime that began it. */
export class CredentialsStore {
  readonly #issued: Table<Issued>;
  readonly #clock: Aws['clock'];

  constructor({ clock, store }: Pick<Aws, 'clock' | 'store'>) {
    this.#clock = clock;
    this.#issued = store.table('credentials');
  }

  /** New credentials for this identity, valid for so many seconds. */
  issue(identity: Identity, seconds: number): Credentials {
    const credentials: Credentials = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(48).toString('base64'),
      expiration: this.#clock.now() + seconds * 1000,
    };
    this.#issued.put(credentials.accessKeyId, { ...credentials, identity });
    return credentials;
  }

  /**
   * Whose key this is; undefined for one that was not issued here.
   * @throws AwsError as AWS refuses an expired session, or a token that does not belong to the key.
   */
  identify(accessKeyId: string, protocol: Protocol, sessionToken?: string): Identity | undefined {
    const issued = this.#issued.get(accessKeyId);
    if (!issued) return undefined;
    const status = protocol.startsWith('awsJson') ? 400 : 403;
    if (sessionToken !== issued.sessionToken) {
      throw new AwsError(
        protocol === 'awsQuery' ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        { status },
      );
    }
    if (this.#clock.now() >= issued.expiration) {
      throw new AwsError(
        protocol === 'awsQuery' || protocol === 'restXml' ? 'ExpiredToken' : 'ExpiredTokenException',
        'The security token included in the request is expired',
        { status },
      );
    }
    return issued.identity;
  }
}
