/** The whole runtime: AWS on this machine, with the packaged stack deployed on it. */

import { simulate } from '../simulators/index.ts';
import { HOME, type SeedOptions, type SimulatedCloud, seedCloud } from '../simulators/world.ts';
import { cloudformation } from './cloudformation/index.ts';
import { type Machinery, pull } from './control/control-api.ts';
import type { Identity, Permission } from './core/aws.ts';
import { Calls } from './core/calls.ts';
import { type ClockMode, RuntimeClock } from './core/clock.ts';
import { beginning, rememberTime } from './core/clock-persistence.ts';
import { Dispatcher } from './core/dispatch.ts';
import { type FaultSpec, Faults } from './core/faults.ts';
import { random } from './core/random.ts';
import { Store } from './core/store.ts';
import { eventbridge, type FeedItem } from './eventbridge/index.ts';
import { createIam, type Iam, type IamMode } from './iam/iam.ts';
import { CredentialsStore, identify } from './iam/identities.ts';
import { lambda } from './lambda/api/index.ts';
import { s3 } from './s3/index.ts';
import { sqs } from './sqs/index.ts';
import { deploy, functionsOf, loadStack, rolesOf, type Stack, spokeStacks } from './stack/index.ts';
import { sfn } from './stepfunctions/api/index.ts';
import { sts } from './sts/index.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';
import { type Listener, listen } from './wire/listener.ts';

export interface RuntimeOptions {
  /** Directory that holds `.serverless/` and `templates/`. */
  packaged: string;
  stage: string;
  /** 0 takes a free one. */
  port?: number;
  clock?: ClockMode;
  /** Where the clock begins; now, unless said otherwise. Milliseconds since 1970. */
  start?: number;
  seed?: number;
  /** A generated cloud of this many associations instead of the small one. */
  size?: number;
  simulation?: Omit<SeedOptions, 'seed' | 'size'>;
  /** Directory of the SQLite file; absent: memory. */
  data?: string;
  iam?: IamMode;
  faults?: readonly FaultSpec[];
  /** The stack, or the spoke account's, as it is deployed where that is not as it was packaged. */
  alter?(stack: Stack): Stack;
  /** Variables that every function sees beside its own. */
  environment?: Readonly<Record<string, string>>;
  /** How many calls to keep for `sim calls`. */
  keepCalls?: number;
  log?(line: string): void;
}

export interface About {
  endpoint: string;
  region: string;
  account: string;
  bus: string;
  /** ARNs of the state machines. */
  machines: string[];
  clock: ClockMode;
}

export interface Runtime {
  about(): About;
  endpoint: string;
  clock: RuntimeClock;
  cloud: SimulatedCloud;
  faults: Faults;
  calls: Calls;
  iam: Iam;
  stack: Stack;
  /** Everything else is reached over the wire; in one process, proofs and tests may take the short way. */
  aws: Dispatcher;
  /** Called with every event on a bus, and again whenever a delivery of it changes. @returns how to stop. */
  watch(watcher: (item: FeedItem) => void): () => void;
  /** Resolves when nothing that someone deliveries for is unfinished any more. */
  settled(): Promise<void>;
  /** What `--iam report` let through. */
  missingPermissions(): string[];
  close(): Promise<void>;
}

/** What is not AWS and not a lever: the console's pages, where something serves them. */
export type Pages = (request: WireRequest) => Promise<WireResponse | undefined>;

/** Starts everything and deploys the stack; the listener answers once all of it is there. */
export async function startRuntime(options: RuntimeOptions, pages: Pages = async () => undefined): Promise<Runtime> {
  const { log = () => {} } = options;
  const ground = layGround(options);
  const { store, clock, faults, calls, iam, credentials, stack, aws, cloud } = ground;
  let listener: Listener | undefined;
  const endpoint = () => listener?.endpoint ?? 'http://127.0.0.1:0';
  const { bus, machines, functions } = addServices(ground, { environment: options.environment, endpoint, log });
  const about = () => aboutOf(stack, { endpoint: endpoint(), clock: clock.mode });
  const machinery: Machinery = { about: () => ({ ...about() }), clock, calls, faults, cloud, feed: bus.feed };
  const close = async () => {
    await listener?.close();
    ground.stopTime();
    machines.close();
    bus.close();
    await functions.close();
    store.close();
  };
  try {
    await deploy(stack, aws);
    for (const fault of options.faults ?? []) faults.set(fault);
    listener = await listen(
      {
        dispatcher: aws,
        identify: (signature) =>
          functions.identify(signature.accessKeyId, signature.sessionToken) ?? identify(signature, credentials, aws),
        other: async (request, message, response) =>
          (await pull(machinery, request, message, response)) ?? pages(request),
        log,
      },
      options.port ?? 0,
    );
  } catch (error) {
    // Timers and a store that stay behind would keep the process from ending.
    await close();
    throw error;
  }

  // What an earlier runtime left goes on once the door is open, for functions come in through it.
  machines.resume();
  bus.resume();
  functions.resume();

  return {
    about,
    endpoint: listener.endpoint,
    clock,
    cloud,
    faults,
    calls,
    iam,
    stack,
    aws,
    watch: bus.watch,
    async settled() {
      do await clock.idle();
      while (clock.moves || machines.runningMoving());
    },
    missingPermissions: () => iam.record.refusals().map(({ message }) => message),
    close,
  };
}

/** What the services stand on. */
interface Ground extends Pick<Runtime, 'clock' | 'cloud' | 'faults' | 'calls' | 'iam' | 'stack' | 'aws'> {
  store: Store;
  credentials: CredentialsStore;
  /** Ends all timers; where time is kept, with a last note of it. */
  stopTime(): void;
}

function layGround(options: RuntimeOptions): Ground {
  const { seed = 1, alter = (stack) => stack, size } = options;
  const { account, region } = HOME;
  const store = new Store(options.data);
  const clock = new RuntimeClock(options.clock ?? 'real', beginning(store, options.start));
  const forgetTime = options.data === undefined ? () => {} : rememberTime(store, clock);
  const faults = new Faults(random(seed, 'faults'));
  const calls = new Calls(options.keepCalls);
  const iam = createIam({ now: () => clock.now(), mode: options.iam ?? 'enforce' });
  const stack = alter(loadStack(options.packaged, { account, region }));
  const spokes = spokeStacks(options.packaged, stack).map(alter);
  for (const role of [stack, ...spokes].flatMap(rolesOf)) iam.addRole(role);
  const aws = new Dispatcher({
    region,
    account,
    clock,
    store,
    faults,
    calls,
    decide: (identity, permission, policy) => iam.decide(identity, permission, policy),
    assume: (roleArn, sessionName, trusted, source) => iam.assume(roleArn, sessionName, trusted, source),
  });
  const credentials = new CredentialsStore({ clock, store });
  const cloud = seedCloud({ clock, store }, { ...options.simulation, seed, ...(size === undefined ? {} : { size }) });
  const stopTime = () => {
    forgetTime();
    clock.stop();
  };
  return { store, clock, stopTime, faults, calls, iam, stack, aws, credentials, cloud };
}

interface ServiceOptions {
  environment: RuntimeOptions['environment'];
  endpoint(): string;
  log(line: string): void;
}

/** Adds every service to the dispatcher. @returns those that have more to them than operations. */
function addServices({ aws, iam, stack, credentials, cloud }: Ground, { environment, endpoint, log }: ServiceOptions) {
  const allows = (identity: Identity, permission: Permission) => iam.decide(identity, permission).allowed;
  const bus = eventbridge(aws);
  const machines = sfn(aws, { publish: (event) => bus.publish(event), authorize: allows });
  const definitions = functionsOf(stack).map((definition) => ({
    ...definition,
    environment: { ...definition.environment, ...environment },
  }));
  const functions = lambda(aws, { functions: definitions, endpoint, allows, log });
  const running = { ...stack, created: aws.clock.now() };
  const services = [
    bus.service,
    machines,
    functions,
    sqs(aws, { endpoint }),
    s3(aws),
    sts({ credentials, assume: (roleArn, session, caller, inputs) => iam.assume(roleArn, session, caller, inputs) }),
    cloudformation(() => [running]),
    ...simulate(cloud),
  ];
  for (const service of services) aws.add(service);
  return { bus, machines, functions };
}

function aboutOf({ name, account, region, resources }: Stack, now: Pick<About, 'endpoint' | 'clock'>): About {
  const machines = resources.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  return { ...now, region, account, bus: name, machines: machines.map(({ physicalId }) => physicalId) };
}
