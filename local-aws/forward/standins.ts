/**
 * Credentials that are worth something here only. What they stand for is kept in memory alone, so it is in no file, and
 * no function can carry it away.
 */

import { randomBytes } from 'node:crypto';
import type { Identity } from '../core/aws.ts';
import type { SessionCredentials } from './options.ts';

interface Standin {
  identity: Identity;
  sessionToken: string;
}

export class Standins {
  readonly #issued = new Map<string, Standin>();
  readonly #credentials = new WeakMap<Identity, SessionCredentials>();

  /** @param credentials what calls of this identity are signed with; the caller's own where absent. */
  issue(identity: Identity, credentials?: SessionCredentials): SessionCredentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const sessionToken = randomBytes(48).toString('base64');
    this.#issued.set(accessKeyId, { identity, sessionToken });
    if (credentials) this.#credentials.set(identity, credentials);
    return { accessKeyId, secretAccessKey: randomBytes(30).toString('base64'), sessionToken };
  }

  /** Whose key this is; undefined for one that was not issued here, or a token that is not its own. */
  identify(accessKeyId: string, sessionToken: string | undefined): Identity | undefined {
    const standin = this.#issued.get(accessKeyId);
    return standin?.sessionToken === sessionToken ? standin?.identity : undefined;
  }

  credentialsOf(identity: Identity): SessionCredentials | undefined {
    return this.#credentials.get(identity);
  }
}
