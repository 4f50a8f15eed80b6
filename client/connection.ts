/** Where a stack is: on AWS, with the caller's credentials, or at the endpoint of local AWS. */

import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { ClientError } from './errors.ts';

/** The default port of `offboard dev`. */
export const LOCAL_PORT = 4680;
const LOCAL_REGION = 'us-east-1';

export interface ConnectionOptions {
  local?: boolean;
  endpoint?: string;
  region?: string;
  profile?: string;
  /** OFFBOARD_STAGE without it, or dev. */
  stage?: string;
  here?: Here;
  /** What a configuration file says, so that no command line has to. */
  configured?: Configured;
}

export type Configured = Pick<ConnectionOptions, 'endpoint' | 'region' | 'profile' | 'stage'>;

/** The stack runs in this process, on the account of the caller. */
export interface Here {
  account: string;
  /** The caller's own identity there, as GetCallerIdentity returns it. */
  arn: string;
  /** Of the stage, those that are given. */
  parameters: Readonly<Record<string, string>>;
  /** The flags by which the command line does the same again. */
  flags: string;
  /** Risks and kinds that the stage lets nobody remove without an approval. */
  approvalFloor: readonly string[];
  /** Patterns of the roles in other accounts that the stack may assume. */
  spokeRoles: readonly string[];
  /** Claims an approval: what the caller says of it. */
  ticket?: string;
  /** For what is asked of AWS itself, past the stack. */
  aws: Pick<AwsConfig, 'requestHandler'> & { credentials: AwsCredentialIdentityProvider };
  /** What the stack's endpoint accepts. */
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

export interface Connection {
  /** Absent: AWS itself. */
  endpoint?: string;
  /** The endpoint is on this machine, so dummy credentials do. */
  local: boolean;
  here?: Here;
  region: string;
  stage: string;
  /** The CloudFormation stack: `offboard-<stage>`. */
  stackName: string;
  configured: Configured;
  /** For every SDK client. */
  clientConfig: ClientConfig;
}

interface ClientConfig {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  profile?: string;
  maxAttempts?: number;
}

interface AwsConfig extends Omit<ClientConfig, 'credentials'> {
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  requestHandler?: NodeHttpHandler;
}

/** For clients of services that are no part of the stack, such as Organizations: with the caller's own credentials. */
export function awsConfigOf({ here, clientConfig }: Pick<Connection, 'here' | 'clientConfig'>): AwsConfig {
  return here ? { region: clientConfig.region, ...here.aws } : clientConfig;
}

/** @throws ClientError INVALID for options that contradict each other, or where no Region is set. */
export function connect(options: ConnectionOptions, env: NodeJS.ProcessEnv = process.env): Connection {
  const endpoint = endpointOf(options, env);
  const local = endpoint !== undefined && isLoopback(endpoint);
  const region = options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? (local ? LOCAL_REGION : undefined);
  if (region === undefined) {
    throw new ClientError(
      'INVALID',
      'no AWS Region is set',
      'set one with --region, AWS_REGION or in a profile, or use --local for local AWS',
    );
  }
  const stage = stageOf(options, env);
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(stage)) {
    throw new ClientError(
      'INVALID',
      `stage '${stage}' must consist of lower-case letters, digits and hyphens, and begin with a letter`,
    );
  }
  const { here } = options;
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    local,
    ...(here === undefined ? {} : { here }),
    region,
    stage,
    stackName: `offboard-${stage}`,
    configured: options.configured ?? {},
    clientConfig: {
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...localCredentials(local, here, env),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
    },
  };
}

/** The local runtime knows a session's key by itself; every other key is the account's own user. */
function localCredentials(local: boolean, here: Here | undefined, env: NodeJS.ProcessEnv): Partial<ClientConfig> {
  if (here) return { credentials: here.credentials };
  return local && !env.AWS_ACCESS_KEY_ID ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {};
}

export function stageOf({ stage }: Pick<ConnectionOptions, 'stage'>, env: NodeJS.ProcessEnv = process.env): string {
  return stage ?? env.OFFBOARD_STAGE ?? 'dev';
}

/** The flags by which the command line connects to the same stack. */
export function flagsOf(
  { endpoint, here, local, stage, region, configured, clientConfig: { profile } }: Connection,
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (here) return here.flags;
  const address = endpoint === `http://127.0.0.1:${LOCAL_PORT}` ? '--local' : `--endpoint ${endpoint}`;
  return [
    ...(endpoint === undefined || endpoint === configured.endpoint ? [] : [address]),
    ...((local && region === LOCAL_REGION) || region === configured.region ? [] : [`--region ${region}`]),
    ...(profile === undefined || profile === configured.profile ? [] : [`--profile ${profile}`]),
    ...stageFlag(stage, env, configured),
  ].join(' ');
}

/** OFFBOARD_STAGE, where it is set, must not lead the command to another stage. */
export function stageFlag(stage: string, env: NodeJS.ProcessEnv, { stage: usual = 'dev' }: Configured = {}): string[] {
  return stage === usual && !env.OFFBOARD_STAGE ? [] : [`--stage ${stage}`];
}

/** The command that starts local AWS where nothing listens. */
export function devCommand(endpoint: string, { stage, configured }: Connection): string {
  const port = new URL(endpoint).port || '80';
  const listening = port === String(LOCAL_PORT) ? [] : [`--port ${port}`];
  return ['offboard dev', ...listening, ...stageFlag(stage, process.env, configured)].join(' ');
}

/** The same place, as the AWS CLI takes it. */
export function awsFlagsOf({ endpoint, region, clientConfig: { profile } }: Connection): string {
  return [
    ...(endpoint === undefined ? [] : [`--endpoint-url ${endpoint}`]),
    `--region ${region}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
  ].join(' ');
}

function endpointOf(options: ConnectionOptions, env: NodeJS.ProcessEnv): string | undefined {
  if (options.local && options.endpoint) throw new ClientError('INVALID', '--local and --endpoint exclude each other');
  const endpoint =
    options.endpoint ??
    (options.local ? (localEndpoint(env) ?? `http://127.0.0.1:${LOCAL_PORT}`) : env.AWS_ENDPOINT_URL);
  if (endpoint === undefined) return undefined;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new ClientError('INVALID', `endpoint '${endpoint}' is not an http(s) address`);
  }
  return endpoint.replace(/\/+$/, '');
}

function localEndpoint(env: NodeJS.ProcessEnv): string | undefined {
  const endpoint = env.AWS_ENDPOINT_URL;
  return endpoint !== undefined && isLoopback(endpoint) ? endpoint : undefined;
}

function isLoopback(endpoint: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(endpoint).hostname);
}
