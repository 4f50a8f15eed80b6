/** The services over a small cloud, called in process and over the wire. */

import {
  Calls,
  CredentialsStore,
  cloudformation,
  Dispatcher,
  Faults,
  listen,
  RuntimeClock,
  Store,
  s3,
  sqs,
  sts,
} from '@offboard/local-aws/parts';
import { AwsError, type Identity } from '@offboard/local-aws/service';
import { afterAll, beforeAll } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { openCloud, type SeedOptions, serve } from '../../simulators/index.ts';

export const START = Date.parse('2026-03-01T12:00:00Z');
export const ROLE = 'arn:aws:iam::222233334444:role/offboard-spoke';

export interface At {
  account?: string;
  region?: string;
}

export type Simulation = ReturnType<typeof simulation>;

export function simulation(options: SeedOptions = {}, store = new Store(), wall = () => 0) {
  const clock = new RuntimeClock('real', START, wall);
  const dispatcher = new Dispatcher({
    region: HOME.region,
    account: HOME.account,
    clock,
    store,
    faults: new Faults(() => 0.5),
    calls: new Calls(),
    decide: () => ({ allowed: true }),
    assume: () => {
      throw new Error('no role is assumed in process here');
    },
  });
  const cloud = openCloud(dispatcher, options);
  const credentials = new CredentialsStore(dispatcher);
  let endpoint = 'http://127.0.0.1:1';
  const supporting = [
    sqs(dispatcher, { endpoint: () => endpoint }),
    s3(dispatcher),
    sts({ credentials, assume: spokeOnly }),
    cloudformation(() => [STACK]),
  ];
  for (const service of [...serve(cloud), ...supporting]) dispatcher.add(service);
  return {
    clock,
    dispatcher,
    cloud,
    credentials,
    /** Seconds of virtual time. */
    pass: (seconds: number) => clock.advance(seconds * 1000),
    call<Output>(service: string, operation: string, input: unknown, at: At = {}): Promise<Output> {
      const account = at.account ?? HOME.account;
      return dispatcher.call<Output>(service, operation, input, {
        identity: user(account),
        region: at.region ?? HOME.region,
      });
    },
    /** Opens the door; what SDK clients need to come through it. */
    async open() {
      const listener = await listen({
        dispatcher,
        identify: ({ accessKeyId, sessionToken, service }) =>
          credentials.identify(accessKeyId, dispatcher.signedFor(service)?.protocol ?? 'awsJson1.0', sessionToken) ??
          user(HOME.account),
        other: async () => undefined,
        log: () => {},
      });
      endpoint = listener.endpoint;
      return {
        close: () => listener.close(),
        config: {
          endpoint,
          region: HOME.region,
          credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
          maxAttempts: 1,
        },
      };
    },
  };
}

const STACK = {
  name: 'offboard-dev',
  account: HOME.account,
  region: HOME.region,
  created: START,
  parameters: { Stage: 'dev' },
  outputs: [{ OutputKey: 'BusName', OutputValue: 'offboard-dev' }],
  resources: [{ logicalId: 'Bus', physicalId: 'offboard-dev', type: 'AWS::Events::EventBus' }],
};

function user(account: string): Identity {
  return { arn: `arn:aws:iam::${account}:user/tester`, account };
}

/** A trust policy that lets everyone in who knows the external id. */
function spokeOnly(roleArn: string, session: string, _caller: Identity, options: { externalId?: string }): Identity {
  if (roleArn !== ROLE || options.externalId !== 'offboard') {
    throw new AwsError('AccessDenied', `not authorized to perform: sts:AssumeRole on resource: ${roleArn}`, {
      status: 403,
    });
  }
  return { arn: `arn:aws:sts::222233334444:assumed-role/offboard-spoke/${session}`, account: '222233334444', roleArn };
}

/** What of an AWS error a client can tell. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number };
    return { code, message, status };
  }
  throw new Error('the call was not refused');
}

/** The services over the wire for the tests of one file. */
export function overTheWire(options: SeedOptions = {}) {
  const aws = simulation(options);
  let listening: Awaited<ReturnType<Simulation['open']>>;
  beforeAll(async () => {
    listening = await aws.open();
  });
  afterAll(() => listening.close());
  return {
    aws,
    /** Of an SDK client. */
    get config() {
      return listening.config;
    },
    /** A signed request, for a service whose client cannot be installed. */
    async send(signingName: string, path: string, init: { method?: string; headers?: object; input?: object } = {}) {
      const scope = `AKIDEXAMPLE/20260301/us-east-1/${signingName}/aws4_request`;
      const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0a`;
      const answer = await fetch(`${listening.config.endpoint}${path}`, {
        method: init.method ?? 'GET',
        headers: { authorization, ...init.headers },
        ...(init.input && { body: JSON.stringify(init.input) }),
      });
      const body = (await answer.json()) as Record<string, unknown>;
      return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body };
    },
  };
}
