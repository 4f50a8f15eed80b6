/** AWS on this machine, as its services see it: who calls, what is called, how it is refused. */

import type { Clock } from './clock.ts';
import type { Store } from './store.ts';

/** An error as an AWS service answers it: its code, its own words, its HTTP status and further fields of its body. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Response headers the service adds, for example Retry-After. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    {
      status = 400,
      fields = {},
      headers = {},
    }: { status?: number; fields?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.fields = fields;
    this.headers = headers;
  }
}

/** Who makes a call. */
export interface Identity {
  /** As GetCallerIdentity answers it, or the service's principal: `events.amazonaws.com`. */
  arn: string;
  account: string;
  /** The role a session stands for; absent for the account's own user and for AWS services. */
  roleArn?: string;
  /** Set where AWS itself calls in our name: only resource policies speak for it. */
  servicePrincipal?: string;
  /** Beside a service's principal: the rule or machine it calls for, which resource policies see as aws:SourceArn. */
  sourceArn?: string;
  /** A function's session: what it puts on a bus answers a request, so that nothing it starts moves the clock. */
  isFunction?: true;
  /** A request that someone emitted stands behind this call, so the jumping clock may move for it. */
  advancesClock?: boolean;
}

/** One IAM question: may this action be done on this resource, given these condition keys. */
export interface Permission {
  action: string;
  resource: string;
  context?: Readonly<Record<string, string | readonly string[] | boolean>>;
}

/** One call, after the wire and before the service. */
export interface Call {
  service: string;
  operation: string;
  region: string;
  /** The account whose things are spoken of: the caller's own. */
  account: string;
  identity: Identity;
  requestId: string;
}

/** How a REST operation is bound to HTTP; JSON-RPC and Query operations need none of it. */
export interface HttpBinding {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** `/2021-01-01/domain/{DomainName}/packages`; a label that ends in `+` takes slashes too. */
  path: string;
  /** Query parameter -> input member. One that tells operations apart reads `{ 'list-type=2': '' }` or `{ versioning: '' }`. */
  query?: Readonly<Record<string, string>>;
  /** Members read from the query or a header that are numbers; all others stay strings. */
  numbers?: readonly string[];
  /** Request header (lower case) -> input member; one that ends in `*` gives a map of all headers that begin so. */
  headers?: Readonly<Record<string, string>>;
  /** The input member that is the raw body (a Buffer) instead of JSON. */
  payload?: string;
  status?: number;
  /** The output member (a number) that is the response's status, where operations answer with several. */
  outputStatus?: string;
  /** Output member -> response header; a map under a name that ends in `*` gives a header an entry. */
  outputHeaders?: Readonly<Record<string, string>>;
  /** The output member (Buffer or string) that is the raw response body. */
  outputPayload?: string;
}

/**
 * One operation as a service answers it. Input and output are the SDK's own shapes (`import type`): the wire turns
 * Dates into the protocol's timestamps and leaves out undefined members.
 */
export interface Operation<Input = unknown, Output = unknown> {
  http?: HttpBinding;
  /** What the caller must be allowed. Asked before `run`; an empty list is open to everyone. */
  permissions(input: Input, call: Call): readonly Permission[];
  /** The policy of the thing spoken of (a queue, a bucket, a function), if it has one. */
  resourcePolicy?(input: Input, call: Call): unknown;
  run(input: Input, call: Call): Output | Promise<Output>;
}

export type Protocol = 'awsJson1.0' | 'awsJson1.1' | 'restJson1' | 'awsQuery' | 'restXml';

/** One AWS service on this machine. */
export interface Service {
  /** The SDK's name for it in kebab case: `opensearch`, `license-manager-user-subscriptions`, `sfn`. */
  name: string;
  /** The name in the credential scope of the signature, by which the listener knows the service. */
  signingName: string;
  protocol: Protocol;
  /** JSON-RPC: what stands before the dot in X-Amz-Target. */
  targetPrefix?: string;
  /** Query: the API version and the XML namespace. */
  version?: string;
  namespace?: string;
  /** How it refuses for want of a permission, where that differs from its protocol's way. */
  accessDenied?: { code: string; status: number };
  /** What stands before `#` in `__type`, where the service writes it. */
  errorNamespace?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the registry holds operations of unlike shapes; each is typed where it is written
  operations: Readonly<Record<string, Operation<any, any>>>;
  /** Called when the runtime stops. */
  close?(): void | Promise<void>;
}

/**
 * The other services, as a service calls them: the same path a call over HTTP takes after decoding: identity
 * checks, faults, the record of calls.
 */
export interface Aws {
  readonly region: string;
  readonly account: string;
  readonly clock: Clock;
  readonly store: Store;
  call<Output = unknown>(
    service: string,
    operation: string,
    input: unknown,
    as: { identity: Identity; region?: string },
  ): Promise<Output>;
  /**
   * The identity of a session of this role; a role that does not exist, or does not trust `trusted`, is refused.
   * `sourceArn` is the rule or machine a service comes for, which trust policies see as aws:SourceArn.
   */
  assume(roleArn: string, sessionName: string, trusted: string, source?: { sourceArn?: string }): Identity;
}
