/** The contract of a service: its operations, who calls them, which permissions they need, how they fail. */

import type { Clock } from './clock.ts';
import type { WireRequest } from './message.ts';
import type { Store } from './store.ts';

/** An error as an AWS service answers it: code, message, HTTP status and further fields of the body. */
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

export interface Identity {
  /** As GetCallerIdentity returns it, or the service's principal: `events.amazonaws.com`. */
  arn: string;
  account: string;
  /** The role a session stands for; absent for the account's own user and for AWS services. */
  roleArn?: string;
  /** Of a call that an AWS service makes for a rule or machine: resource policies alone allow it. */
  servicePrincipal?: string;
  /** The policy that the caller of AssumeRole gave a session: it may do what its role may and what this allows. */
  sessionPolicy?: unknown;
  /** Who is behind a session, and every session that it assumes: aws:SourceIdentity. */
  sourceIdentity?: string;
  /** With a service's principal: the rule or machine it calls for, which is aws:SourceArn in resource policies. */
  sourceArn?: string;
  /** A function's session. Its events answer a request, so what they start does not advance the clock. */
  isFunction?: true;
  /** The call belongs to a request that a user made, so the jumping clock may advance for what it starts. */
  advancesClock?: boolean;
}

/** An action on a resource, with the condition keys of the request. */
export interface Permission {
  action: string;
  resource: string;
  context?: Readonly<Record<string, string | readonly string[] | boolean>>;
}

/** One call, decoded from the wire. */
export interface Call {
  service: string;
  operation: string;
  region: string;
  /** The caller's account, whose resources the call is about. */
  account: string;
  identity: Identity;
  requestId: string;
  /** As it came over the wire; absent where one service calls another. */
  request?: WireRequest;
}

/** How a REST operation is bound to HTTP; JSON-RPC and Query operations need none of it. */
export interface HttpBinding {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** `/2021-01-01/domain/{DomainName}/packages`; a label that ends in `+` takes slashes too. */
  path: string;
  /** Query parameter -> input member. One that tells operations apart reads `{ 'list-type=2': '' }` or `{ versioning: '' }`. */
  query?: Readonly<Record<string, string>>;
  /** Query parameters and headers without which a request is another operation's of the same path. */
  requires?: readonly string[];
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
  /** For other services here alone: AWS has no such operation. */
  internal?: true;
  /** The permissions that the caller needs, checked before `run`; with an empty list everybody may call. */
  permissions(input: Input, call: Call): readonly Permission[];
  /** The policy of the resource (a queue, a bucket, a function), if it has one. */
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
  /** JSON-RPC: the part of X-Amz-Target before the dot. */
  targetPrefix?: string;
  /** Query: the API version. */
  version?: string;
  namespace?: string;
  /** REST-XML: how the items of a list are named, by the list's member; `member` where it has no name here. */
  itemNames?: Readonly<Record<string, string>>;
  /** How it answers a missing permission, where that differs from its protocol's way. */
  accessDenied?: { code: string; status: number };
  /** The part of `__type` before `#`, where the service writes it. */
  errorNamespace?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the registry holds operations of unlike shapes; each is typed where it is written
  operations: Readonly<Record<string, Operation<any, any>>>;
  /** The input shapes of its operations (`wire/input/shape.ts`). */
  inputs?: Readonly<Record<string, object>>;
  /** @returns the input as the operation takes it. @throws AwsError for what the service's model does not allow. */
  check?(operation: string, input: unknown): unknown;
  /** Called when the runtime stops. */
  close?(): void | Promise<void>;
}

/**
 * How a service calls the others. A call takes the same path as one over HTTP after decoding: faults, permissions, the
 * record of calls.
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
   * The identity of a session of this role. `sourceArn` is the rule or machine that a service calls for: aws:SourceArn
   * in trust policies.
   * @throws AwsError where the role does not exist or does not trust `trusted`.
   */
  assume(roleArn: string, sessionName: string, trusted: string, source?: { sourceArn?: string }): Identity;
}
