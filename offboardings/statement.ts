/** What a statement of identity is bound to, and the bytes that its signature covers. */

import type { Statement } from '../events/statement.ts';
import { canonical, sha256 } from './canonical.ts';

export type Unsigned = Omit<Statement, 'signature'>;

/** How long a request may take to its first function: EventBridge delivers for a day. */
export const REQUEST_VALID_MS = 24 * 60 * 60 * 1000;
/** How long an answer may take to the function that validates it. */
export const APPROVAL_VALID_MS = 15 * 60 * 1000;

/** The header of the proof's GetCallerIdentity that binds the person's signature to one request or answer, and one stack. */
export const STATEMENT_HEADER = 'x-offboard-statement';

export interface Bound {
  purpose: Statement['purpose'];
  hash: string;
  /** `111122223333/us-east-1/offboard-dev`: a proof for one stack is none for another. */
  stack: string;
}

export function statementHeader({ purpose, hash, stack }: Bound): string {
  return `${purpose} ${hash} ${stack}`;
}

/** @param detail of the request's event. */
export function requestHash({ metadata, data }: { metadata: object; data: unknown }): string {
  return sha256({ metadata: { ...metadata, statement: undefined }, data });
}

/** The prefix keeps a statement from being anything else that the key signs. */
export function signedBytes(statement: Unsigned | Statement): Buffer {
  return Buffer.from(`offboard statement\n${canonical({ ...statement, signature: undefined })}`);
}
