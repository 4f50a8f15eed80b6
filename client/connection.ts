/** Where a command talks to: AWS with the caller's credentials, or the local runtime by its endpoint; the same code for both. */

import { CliError, EXIT, usage } from '../cli/exit.ts';

/** Where `offboard dev` listens unless told otherwise. */
export const LOCAL_PORT = 4680;
const LOCAL_REGION = 'us-east-1';

export interface ConnectionFlags {
  local?: boolean;
  endpoint?: string;
  region?: string;
  profile?: string;
  stage: string;
}

export interface Connection {
  /** Absent: AWS itself. */
  endpoint?: string;
  /** The endpoint is on this machine, so dummy credentials do. */
  local: boolean;
  region: string;
  stage: string;
  /** The CloudFormation stack: `offboard-<stage>`. */
  stackName: string;
  /** For every SDK client. */
  clientConfig: ClientConfig;
}

interface ClientConfig {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  profile?: string;
  maxAttempts?: number;
}

/** @throws CliError (usage) for flags that contradict each other or a Region that nobody named. */
export function connect(flags: ConnectionFlags, env: NodeJS.ProcessEnv = process.env): Connection {
  const endpoint = endpointOf(flags, env);
  const local = endpoint !== undefined && isLoopback(endpoint);
  const region = flags.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? (local ? LOCAL_REGION : undefined);
  if (region === undefined) {
    throw usage('no AWS Region is set', 'name one with --region or AWS_REGION, or use --local for the local runtime');
  }
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(flags.stage)) {
    throw usage(`stage '${flags.stage}' is not a name of small letters, digits and hyphens`);
  }
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    local,
    region,
    stage: flags.stage,
    stackName: `offboard-${flags.stage}`,
    clientConfig: {
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      // The local runtime knows a session's key by itself; every other key is the account's own user.
      ...(local && !env.AWS_ACCESS_KEY_ID ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {}),
      ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    },
  };
}

/** What a command line needs to speak of the same place. */
export function flagsOf(
  { endpoint, local, stage, region, clientConfig: { profile } }: Connection,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const address = endpoint === `http://127.0.0.1:${LOCAL_PORT}` ? '--local' : `--endpoint ${endpoint}`;
  return [
    ...(endpoint === undefined ? [] : [address]),
    ...(local && region === LOCAL_REGION ? [] : [`--region ${region}`]),
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...stageFlag(stage, env),
  ].join(' ');
}

/** A shell that names another stage for all its commands must not take this one there. */
function stageFlag(stage: string, env: NodeJS.ProcessEnv): string[] {
  return stage === 'dev' && !env.OFFBOARD_STAGE ? [] : [`--stage ${stage}`];
}

/** What starts a runtime where nothing answers. */
function devLine(endpoint: string, { stage }: Connection): string {
  const port = new URL(endpoint).port || '80';
  const listening = port === String(LOCAL_PORT) ? [] : [`--port ${port}`];
  return ['offboard dev', ...listening, ...stageFlag(stage, process.env)].join(' ');
}

/** The same place, as the AWS CLI takes it. */
export function awsFlagsOf({ endpoint, region, clientConfig: { profile } }: Connection): string {
  return [
    ...(endpoint === undefined ? [] : [`--endpoint-url ${endpoint}`]),
    `--region ${region}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
  ].join(' ');
}

function endpointOf(flags: ConnectionFlags, env: NodeJS.ProcessEnv): string | undefined {
  if (flags.local && flags.endpoint) throw usage('--local and --endpoint name two places; use one');
  const endpoint =
    flags.endpoint ?? (flags.local ? (localEndpoint(env) ?? `http://127.0.0.1:${LOCAL_PORT}`) : env.AWS_ENDPOINT_URL);
  if (endpoint === undefined) return undefined;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw usage(`endpoint '${endpoint}' is not an http(s) address`);
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

/** @throws CliError (usage) where a command only makes sense against the local runtime. */
export function requireLocal(connection: Connection, command: string): string {
  if (connection.endpoint === undefined || !connection.local) {
    throw usage(
      `offboard ${command} moves the simulated world, so it works on the local runtime only`,
      'start one with: offboard dev',
      'then add --local',
    );
  }
  return connection.endpoint;
}

/** An SDK's or the network's error in words that say what to do; anything unknown is handed back. */
export function explain(error: unknown, connection: Connection): unknown {
  if (!(error instanceof Error) || error instanceof CliError) return error;
  const { name, message } = error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED' && connection.endpoint !== undefined) {
    return new CliError(`nothing answers at ${connection.endpoint}`, {
      hints: connection.local ? [`start the local runtime with: ${devLine(connection.endpoint, connection)}`] : [],
    });
  }
  if (/^(ExpiredToken|ExpiredTokenException)$/.test(name)) {
    return new CliError(`your AWS credentials have expired: ${message}`, {
      code: EXIT.notPermitted,
      hints: ['sign in again, for example with: aws sso login'],
    });
  }
  if (name === 'CredentialsProviderError') {
    return new CliError('no AWS credentials were found', {
      code: EXIT.notPermitted,
      hints: ['set AWS_PROFILE or sign in, or use --local for the local runtime'],
    });
  }
  if (/^AccessDenied(Exception)?$|^UnrecognizedClientException$|^NotAuthorized/.test(name)) {
    return new CliError(message, {
      code: EXIT.notPermitted,
      hints: [`what is in order, and what is not, says: offboard doctor ${flagsOf(connection)}`],
    });
  }
  return error;
}
