/**
 * Calls of named services go on to where these really are, instead of being answered here. Each has passed what every call
 * passes (faults, the policies of the stack's roles, the record of calls); then its operation must be on the list, it is
 * sent with the caller's credentials, and the answer is handed back as it came.
 */

import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { AwsError, type Call, type Identity, type Operation, type Service } from '../core/aws.ts';
import { denied } from '../core/dispatch.ts';
import type { WireResponse } from '../core/message.ts';
import { VerbatimResponse, type WireRequest } from '../core/message.ts';
import type { Iam } from '../iam/index.ts';
import { readAssumed, sessionPolicy, withPolicy } from './assume-role.ts';
import type { ForwardOptions, SessionCredentials } from './options.ts';
import { Standins } from './standins.ts';

export class Forwarder {
  /** What the program's own client signs with: no other key from outside is accepted. */
  readonly callerCredentials: SessionCredentials;
  readonly #options: ForwardOptions;
  readonly #iam: Pick<Iam, 'actionsOf'>;
  readonly #standins = new Standins();

  constructor(options: ForwardOptions, iam: Pick<Iam, 'actionsOf'>) {
    this.#options = options;
    this.#iam = iam;
    this.callerCredentials = this.#standins.issue({ ...options.caller, advancesClock: true });
  }

  /** The caller, or the session of a role that was assumed through here. */
  identify(accessKeyId: string, sessionToken: string | undefined): Identity | undefined {
    return this.#standins.identify(accessKeyId, sessionToken);
  }

  /** The service as it is served here, its operations taken for what their requests are and need. */
  serve(service: Service): Service {
    const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation] => [
      name,
      { ...operation, run: (_input, call) => this.#forward(service, call) },
    ]);
    return { ...service, operations: Object.fromEntries(operations) };
  }

  /** STS as it is served here, but for the roles of other accounts. */
  serveSts(sts: Service): Service {
    const { AssumeRole, ...operations } = sts.operations;
    const assumeRole = { ...AssumeRole, run: (input, call) => this.#assumeRole(input, call) } as Operation<
      AssumeRoleRequest,
      AssumeRoleResponse | VerbatimResponse
    >;
    return { ...sts, operations: { ...operations, AssumeRole: assumeRole } };
  }

  async #forward(service: Service, call: Call): Promise<VerbatimResponse> {
    const request = requestOf(call);
    if (!this.#options.operations.has(`${service.signingName}:${call.operation}`)) {
      throw denied(service, `${service.signingName}:${call.operation} is not among the operations that are forwarded`);
    }
    return this.#send(request, service, call);
  }

  async #send(
    request: WireRequest,
    { name, signingName }: Pick<Service, 'name' | 'signingName'>,
    { account, region, identity }: Call,
  ): Promise<VerbatimResponse> {
    const credentials = this.#standins.credentialsOf(identity);
    const destination = { service: name, signingName, account, region, ...(credentials && { credentials }) };
    const response = await this.#options.send(request, destination);
    return new VerbatimResponse(response, resultOf(response));
  }

  async #assumeRole(input: AssumeRoleRequest, call: Call): Promise<AssumeRoleResponse | VerbatimResponse> {
    const policy = sessionPolicy(this.#actionsOf(call.identity));
    const answer = await this.#send(withPolicy(requestOf(call), policy), STS, call);
    if (answer.result !== 'OK') return answer;
    const { arn, id, expiration, ...credentials } = readAssumed(answer.response, input);
    // Its role's policies are AWS's to evaluate; here it is held to its session's.
    const session: Identity = { arn, account: arn.split(':')[4] ?? '', sessionPolicy: policy };
    const { accessKeyId, secretAccessKey, sessionToken } = this.#standins.issue(session, credentials);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(expiration),
      },
      AssumedRoleUser: { AssumedRoleId: id, Arn: arn },
    };
  }

  /** Only a function's role says what its sessions are for. */
  #actionsOf({ roleArn, arn }: Identity): string[] {
    const granted = roleArn === undefined ? [] : this.#iam.actionsOf(roleArn);
    const actions = granted.filter((action) => this.#options.actions.has(action));
    if (actions.length > 0) return [...new Set(actions)].toSorted();
    throw new AwsError('AccessDenied', `${arn} has nothing to do in another account`, { status: 403 });
  }
}

const STS = { name: 'sts', signingName: 'sts' };

function requestOf({ request, service, operation }: Call): WireRequest {
  if (request) return request;
  throw new AwsError('UnknownOperationException', `${service} ${operation} is forwarded for functions only`);
}

/** `OK` for a response that is no error. */
function resultOf({ status, headers, body }: WireResponse): string {
  if (status < 400) return 'OK';
  const text = body.toString();
  const code =
    headers['x-amzn-errortype'] ??
    /"(?:__type|code)"\s*:\s*"([^"]+)"/.exec(text)?.[1] ??
    /<Code>([^<]+)</.exec(text)?.[1];
  // `com.amazonaws.es#ConflictException`, `ConflictException:http://internal.amazon.com/…`
  return code?.replace(/^.*#/, '').replace(/:.*$/, '') ?? `HTTP ${status}`;
}
