/** Credentials that STS issued: whose they are, and until when. */

import { randomBytes } from 'node:crypto';
import type { Aws, Identity, Protocol } from '../core/aws.ts';
import type { Dispatcher } from '../core/dispatch.ts';
import { expiredCredentials, unknownCredentials } from '../core/rejected-credentials.ts';
import type { Table } from '../core/store.ts';
import type { Signature } from '../wire/signature.ts';

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

/** In the store, since a session outlives the process that issued it. */
export class CredentialsStore {
  readonly #issued: Table<Issued>;
  readonly #clock: Aws['clock'];

  constructor({ clock, store }: Pick<Aws, 'clock' | 'store'>) {
    this.#clock = clock;
    this.#issued = store.table('credentials');
  }

  /** New credentials for this identity, valid for this many seconds. */
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
    if (sessionToken !== issued.sessionToken) throw unknownCredentials(protocol);
    if (this.#clock.now() >= issued.expiration) throw expiredCredentials(protocol);
    return issued.identity;
  }
}

interface Known {
  credentials: CredentialsStore;
  aws: Dispatcher;
  /** Any other key is a user's. */
  anybody: boolean;
}

/**
 * The session of a key that STS issued; for any other key a user of the stack's account, named after the key.
 * @throws AwsError as AWS refuses a key that it does not know, where not anybody may call.
 */
export function identify(
  { accessKeyId, service, sessionToken }: Signature,
  { credentials, aws, anybody }: Known,
): Identity {
  const protocol = aws.signedFor(service)?.protocol ?? 'awsJson1.0';
  const session = credentials.identify(accessKeyId, protocol, sessionToken);
  if (session) return session;
  if (!anybody) throw unknownCredentials(protocol);
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : aws.account;
  return {
    arn: `arn:aws:iam::${account}:user/${accessKeyId.replace(/[^\w+=,.@-]/g, '_')}`,
    account,
    advancesClock: true,
  };
}
