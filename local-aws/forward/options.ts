/** What forwarding needs of the program that runs local AWS. */

import type { WireRequest, WireResponse } from '../core/message.ts';

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface ForwardOptions {
  /** The identity of the caller's own credentials, as GetCallerIdentity returns it. */
  caller: { arn: string; account: string };
  /** `es:ListDomainNames`: signing name and operation. Calls of all others are refused here. */
  operations: ReadonlySet<string>;
  /** The IAM actions that sessions of roles are limited to: those among them that the role of the function allows. */
  actions: ReadonlySet<string>;
  send: Send;
}

export interface Destination {
  /** The name of the service here: `opensearch`. */
  service: string;
  /** What its requests are signed for: `es`. */
  signingName: string;
  /** Whose resources the call is about. */
  account: string;
  region: string;
  /** Of a role's session; the caller's own where absent. */
  credentials?: SessionCredentials;
}

/**
 * Signs the request again and sends it once to where the service really is.
 *
 * @throws ConnectionCut where no answer came. It never settles where the program ends for want of credentials.
 */
export type Send = (request: WireRequest, destination: Destination) => Promise<WireResponse>;
