/** The whole runtime: AWS on this machine, with the packaged stack deployed on it. */

import { readFileSync } from 'node:fs';
import type { Identity, Permission } from './aws.ts';
import { eventbridge, type FeedItem } from './bus/index.ts';
import { Calls } from './calls.ts';
import { type ClockMode, RuntimeClock } from './clock.ts';
import { Dispatcher } from './dispatch.ts';
import { type FaultSpec, Faults } from './faults.ts';
import { createIam, type Iam, type IamMode } from './iam/iam.ts';
import { CredentialsStore } from './identities.ts';
import { type Machinery, pull } from './levers.ts';
import { type Listener, listen } from './listener.ts';
import { random } from './random.ts';
import { cloudformation, type RunningStack } from './services/cloudformation.ts';
import { simulate } from './services/index.ts';
import { lambda } from './services/lambda.ts';
import { s3 } from './services/s3/index.ts';
import { sfn } from './services/sfn/index.ts';
import { sqs } from './services/sqs/index.ts';
import { sts } from './services/sts.ts';
import { deploy, functionsOf, loadStack, loadTemplate, rolesOf, type Stack } from './stack/index.ts';
import { Store } from './store.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';
import type { Signature } from './wire/signature.ts';
import { ACCOUNTS, HOME, type SeedOptions, seedWorld, type World } from './world/index.ts';

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
  /** A generated world of so many associations instead of the small one. */
  size?: number;
  world?: Omit<SeedOptions, 'seed' | 'size'>;
  /** Directory of the SQLite file; absent: memory. */
  data?: string;
  iam?: IamMode;
  faults?: readonly FaultSpec[];
  /** A JSON list of faults. */
  faultsFile?: string;
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
  world: World;
  faults: Faults;
  calls: Calls;
  iam: Iam;
  stack: Stack;
  /** Everything else is reached over the wire; in one process, proofs and tests may take the short way. */
  aws: Dispatcher;
  /** Called with every event on a bus, and again whenever a delivery of it changes. @returns how to stop. */
  watch(watcher: (item: FeedItem) => void): () => void;
  /** Resolves when nothing that someone asked for is unfinished any more. */
  settled(): Promise<void>;
  /** What `--iam report` let through. */
  missingPermissions(): string[];
  close(): Promise<void>;
}

/** What is not AWS and not a lever: the console's pages, where something serves them. */
export type Pages = (request: WireRequest) => Promise<WireResponse | undefined>;

/** Starts everything and deploys the stack; the listener answers once all of it is there. */
export async function startRuntime(options: RuntimeOptions, pages: Pages = async () => undefined): Promise<Runtime> {
  const { seed = 1, log = () => {}, alter = (stack) => stack } = options;
  const { account, region } = HOME;
  const store = new Store(options.data);
  const clock = new RuntimeClock(options.clock ?? 'real', beginning(store, options.start));
  const forget = options.data === undefined ? () => {} : rememberTime(store, clock);
  const faults = new Faults(random(seed, 'faults'));
  const calls = new Calls(options.keepCalls);
  const iam = createIam({ now: () => clock.now(), mode: options.iam ?? 'enforce' });
  const credentials = new CredentialsStore({ clock, store });
  const stack = alter(loadStack(options.packaged, { account, region }));
  for (const role of rolesOf(stack)) iam.addRole(role);
  for (const spoke of spokeStacks(options.packaged, stack)) for (const role of rolesOf(alter(spoke))) iam.addRole(role);

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
  let listener: Listener | undefined;
  const endpoint = () => listener?.endpoint ?? 'http://127.0.0.1:0';
  const world = seedWorld(
    { clock, store },
    { ...options.world, seed, ...(options.size === undefined ? {} : { size: options.size }) },
  );
  const allows = (identity: Identity, permission: Permission) => iam.decide(identity, permission).allowed;
  const bus = eventbridge(aws);
  const machines = sfn(aws, {
    publish: (event) => bus.publish(event),
    authorize: allows,
  });
  const definitions = functionsOf(stack).map((definition) => ({
    ...definition,
    environment: { ...definition.environment, ...options.environment },
  }));
  const functions = lambda(aws, { functions: definitions, endpoint, allows, log });
  const running = runningStack(stack, clock.now());
  for (const service of [
    bus.service,
    machines,
    functions,
    sqs(aws, { endpoint }),
    s3(aws),
    sts({ credentials, assume: (roleArn, session, caller, given) => iam.assume(roleArn, session, caller, given) }),
    cloudformation(() => [running]),
    ...simulate(world),
  ]) {
    aws.add(service);
  }
  const about = (): About => ({
    endpoint: endpoint(),
    region,
    account,
    bus: stack.name,
    machines: stack.resources
      .filter(({ type }) => type === 'AWS::StepFunctions::StateMachine')
      .map(({ physicalId }) => physicalId),
    clock: clock.mode,
  });
  const machinery: Machinery = { about: () => ({ ...about() }), clock, calls, faults, world, feed: bus.feed };
  const close = async () => {
    await listener?.close();
    forget();
    clock.stop();
    machines.close();
    bus.close();
    await functions.close();
    store.close();
  };
  try {
    await deploy(stack, aws);
    for (const fault of [...(options.faults ?? []), ...readFaults(options.faultsFile)]) faults.set(fault);
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
    world,
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

/** A store that was left goes on from the time it was left at, so that the clock never runs backwards. */
function beginning(store: Store, start: number | undefined): number {
  return Math.max(start ?? Date.now(), store.table<number>('clock').get('now') ?? 0);
}

/** Real milliseconds between two notes of the time. */
const NOTE_EVERY = 200;

/** Notes the time, so that a runtime that is killed goes on from it. @returns what ends that, with a last note. */
function rememberTime(store: Store, clock: RuntimeClock): () => void {
  const table = store.table<number>('clock');
  const note = () => table.put('now', clock.now());
  clock.onJump = note;
  // No turn is kept without its time, so that a history's times never go back.
  store.beforeCommit = note;
  const timer = setInterval(note, NOTE_EVERY).unref();
  return () => {
    clearInterval(timer);
    clock.onJump = () => {};
    store.beforeCommit = () => {};
    note();
  };
}

/** The spoke role's template in every account but the stack's own. */
export function spokeStacks(packaged: string, { account, region, name }: Stack): Stack[] {
  return ACCOUNTS.filter((each) => each !== account).map((spoke) =>
    loadTemplate(`${packaged}/templates/spoke-role.json`, `${name}-spoke`, {
      account: spoke,
      region,
      parameters: { HubAccount: account },
    }),
  );
}

/** A key that STS handed out is that session; any other is a user of the stack's account, named after the key. */
function identify(
  { accessKeyId, service, sessionToken }: Signature,
  credentials: CredentialsStore,
  aws: Dispatcher,
): Identity {
  const protocol = aws.signedFor(service)?.protocol ?? 'awsJson1.0';
  const session = credentials.identify(accessKeyId, protocol, sessionToken);
  if (session) return session;
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : aws.account;
  return { arn: `arn:aws:iam::${account}:user/${accessKeyId.replace(/[^\w+=,.@-]/g, '_')}`, account, moves: true };
}

function runningStack({ name, account, region, parameters, outputs, resources }: Stack, created: number): RunningStack {
  return {
    name,
    account,
    region,
    created,
    parameters,
    outputs: Object.fromEntries(
      outputs.map(({ OutputKey, OutputValue, Description, ExportName }) => [
        OutputKey,
        {
          value: OutputValue,
          ...(ExportName === undefined ? {} : { exportName: ExportName }),
          ...(Description === undefined ? {} : { description: Description }),
        },
      ]),
    ),
    resources,
  };
}

/** @throws Error that names the file. */
function readFaults(file: string | undefined): FaultSpec[] {
  if (file === undefined) return [];
  try {
    const faults: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(faults)) throw new Error('it holds no list');
    return faults as FaultSpec[];
  } catch (error) {
    throw new Error(`faults file ${file}: ${(error as Error).message}`);
  }
}
