/** The credentials functions run with: each execution environment has its own, for as long as it lives. */

import { randomBytes } from 'node:crypto';
import type { Identity } from '../../core/aws.ts';

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/**
 * Kept in memory and by reference: an environment runs one invocation at a time, and its identity tells for each
 * whether it advances the clock.
 */
export class FunctionSessions {
  readonly #sessions = new Map<string, { identity: Identity; sessionToken: string }>();

  issue(identity: Identity): SessionCredentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const sessionToken = randomBytes(48).toString('base64');
    this.#sessions.set(accessKeyId, { identity, sessionToken });
    return { accessKeyId, secretAccessKey: randomBytes(30).toString('base64'), sessionToken };
  }

  /** Whose key this is; undefined for one that no function has, or a token that is not its own. */
  identify(accessKeyId: string, sessionToken: string | undefined): Identity | undefined {
    const session = this.#sessions.get(accessKeyId);
    return session?.sessionToken === sessionToken ? session?.identity : undefined;
  }

  end(accessKeyId: string): void {
    this.#sessions.delete(accessKeyId);
  }
}
