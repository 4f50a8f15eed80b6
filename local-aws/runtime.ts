/** AWS on this machine with one stack deployed on it: everything is put together, started and stopped here. */

import { cloudformation } from './cloudformation/index.ts';
import { type ControlApi, type ControlRoutes, controlRoutes, handleControlRequest } from './control/control-api.ts';
import type { Aws, Identity, Permission, Service } from './core/aws.ts';
import { Calls } from './core/calls.ts';
import { type ClockMode, RuntimeClock } from './core/clock.ts';
import { beginning, rememberTime } from './core/clock-persistence.ts';
import { Dispatcher } from './core/dispatch.ts';
import { type FaultSpec, Faults } from './core/faults.ts';
import { Outbox } from './core/outbox.ts';
import { random } from './core/random.ts';
import { Store } from './core/store.ts';
import { dynamodb } from './dynamodb/index.ts';
import { eventbridge, type FeedItem } from './eventbridge/index.ts';
import type { Forwarder } from './forward/index.ts';
import type { ForwardOptions, SessionCredentials } from './forward/options.ts';
import { type HttpEndpoints, http } from './http/index.ts';
import { CredentialsStore, identify } from './iam/identities.ts';
import { createIam, type Iam, type IamMode } from './iam/index.ts';
import { kms } from './kms/index.ts';
import type { FunctionLogs } from './lambda/execution/logs.ts';
import { lambda } from './lambda/index.ts';
import { s3 } from './s3/index.ts';
import { sns } from './sns/index.ts';
import { sqs } from './sqs/index.ts';
import { deploy, functionsOf, loadStack, rolesOf, type Stack, type StackSource } from './stack/index.ts';
import { sfn } from './stepfunctions/api/index.ts';
import type { AuthorizedChildArns } from './stepfunctions/executions/map-run-dependencies.ts';
import { sts } from './sts/index.ts';
import type { WireRequest, WireResponse } from './wire/http.ts';
import { type Listener, listen } from './wire/listener.ts';

export interface LocalAwsOptions extends Partial<Omit<StackSource, 'name'>> {
  /** `local` where absent. */
  stackName?: string;
  /** Stacks in other accounts: their roles can be assumed; nothing else of them is deployed. */
  roleStacks?: readonly StackSource[];
  /** How endpoints of HTTP tasks answer; without it none exists. */
  httpEndpoints?: HttpEndpoints;
  /** Changes a stack after it is loaded and before it is deployed. */
  alter?(stack: Stack): Stack;
  /** Further services, for example simulated ones. Called once, when clock and store are there. */
  services?(aws: Aws): readonly Service[];
  /**
   * Calls of `services`, and AssumeRole, go on to where these really are. Only functions and holders of `callerCredentials`
   * may then call, and the control API has its clock alone.
   */
  forward?: ForwardOptions;
  /** With false, executions, deliveries and schedules of an earlier process wait in the store until `resume` is called. */
  resume?: boolean;
  /** Routes of the control API beside the built-in ones: `POST vote`. */
  controlRoutes?: ControlRoutes;
  /** Answers requests that are neither AWS's nor the control API's, for example for a console's pages. */
  fallback?(request: WireRequest): Promise<WireResponse | undefined>;
  /** 0 takes a free one. */
  port?: number;
  clock?: ClockMode;
  /** Where the clock begins, in milliseconds since 1970; the present where absent. */
  start?: number;
  /** Of what faults draw. */
  seed?: number;
  /** Directory of the SQLite file; in memory where absent. */
  data?: string;
  /** Called where `data` cannot be written any more: the process should end. Started again, it goes on with all it accepted. */
  onStoreFailure?(failure: Error): void;
  iam?: IamMode;
  /** `labelled` where absent. */
  authorizedChildArns?: AuthorizedChildArns;
  /** Directory that keeps the functions' code, and what V8 compiled of it, for the next run; a temporary one where absent. */
  codeCache?: string;
  faults?: readonly FaultSpec[];
  /** Variables that every function sees beside its own. */
  environment?: Readonly<Record<string, string>>;
  /** How many calls the record keeps. */
  keepCalls?: number;
  log?(line: string): void;
}

export interface LocalAwsInfo {
  endpoint: string;
  region: string;
  account: string;
  stack: string;
  /** ARNs of the state machines. */
  machines: string[];
  clock: ClockMode;
}

export interface LocalAws {
  info(): LocalAwsInfo;
  endpoint: string;
  clock: RuntimeClock;
  faults: Faults;
  calls: Calls;
  /** What would leave AWS. */
  outbox: Outbox;
  iam: Iam;
  stack: Stack;
  /** What functions wrote, metrics included. */
  logs: FunctionLogs;
  /** Calls services in process, past the wire and its signatures. */
  aws: Dispatcher;
  /** Lets go on what an earlier process left unfinished; to be called once, where it was not started so. */
  resume(): void;
  /** What a client signs with where calls are forwarded. */
  callerCredentials?: SessionCredentials;
  /** Called with every event on a bus, and again whenever a delivery of it changes. @returns how to stop. */
  watch(watcher: (item: FeedItem) => void): () => void;
  /** Resolves when no execution, delivery or invocation that a request caused is unfinished. */
  settled(): Promise<void>;
  /** What `iam: 'report'` let through. */
  missingPermissions(): string[];
  close(): Promise<void>;
}

/** Deploys the stack and starts to listen. @throws Error that names what in the template is wrong or not served. */
export async function startLocalAws(
  options: LocalAwsOptions & { forward: ForwardOptions },
): Promise<Required<LocalAws>>;
export async function startLocalAws(options?: LocalAwsOptions): Promise<LocalAws>;
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { log = () => {}, fallback = async () => undefined } = options;
  const base = createBase(options);
  const { store, outbox, clock, faults, calls, iam, credentials, stack, aws } = base;
  let listener: Listener | undefined;
  const endpoint = () => listener?.endpoint ?? 'http://127.0.0.1:0';
  const forwarder = options.forward && (await createForwarder(options.forward, iam));
  const { bus, machines, functions } = addServices(base, options, { endpoint, log, forwarder });
  const info = () => infoOf(stack, { endpoint: endpoint(), clock: clock.mode });
  const services = () => Array.from(aws.services(), ({ name }) => name).sort();
  const control = controlApi(
    { ...controlRoutes({ info, clock, calls, outbox, faults, services }), ...options.controlRoutes },
    forwarder ? undefined : bus.feed,
  );
  const close = async () => {
    await listener?.close();
    base.stopClock();
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
        identify(signature) {
          const { accessKeyId, sessionToken } = signature;
          const known = functions.identify(accessKeyId, sessionToken) ?? forwarder?.identify(accessKeyId, sessionToken);
          return known ?? identify(signature, { credentials, aws, anybody: forwarder === undefined });
        },
        other: async (request, message, response) =>
          (await handleControlRequest(control, request, message, response)) ?? fallback(request),
        log,
      },
      options.port ?? 0,
    );
  } catch (error) {
    // Timers and a store that stay open would keep the process from ending.
    await close();
    throw error;
  }

  // What an earlier process left unfinished goes on only now, since its functions call AWS through the listener.
  const resume = () => {
    machines.resume();
    bus.resume();
    functions.resume();
  };
  if (options.resume !== false) resume();

  return {
    info,
    endpoint: listener.endpoint,
    clock,
    faults,
    calls,
    outbox,
    iam,
    stack,
    logs: functions.logs,
    aws,
    resume,
    ...(forwarder && { callerCredentials: forwarder.callerCredentials }),
    watch: bus.watch,
    async settled() {
      do await clock.idle();
      while (clock.hasAdvancingTimer || machines.hasAdvancingExecution());
    },
    missingPermissions: () => iam.record.refusals().map(({ message }) => message),
    close,
  };
}

/** Loaded only where it is asked for. */
async function createForwarder(options: ForwardOptions, iam: Iam): Promise<Forwarder> {
  const { Forwarder } = await import('./forward/index.ts');
  return new Forwarder(options, iam);
}

/** Anybody on this machine may ask it, so that without the feed it tells and changes nothing but shows the clock. */
function controlApi(routes: ControlRoutes, feed: ControlApi['feed']): ControlApi {
  return feed ? { routes, feed } : { routes: { 'GET clock': routes['GET clock'] as ControlRoutes[string] }, feed };
}

/** What the services need. */
interface Base extends Pick<LocalAws, 'clock' | 'faults' | 'calls' | 'outbox' | 'iam' | 'stack' | 'aws'> {
  store: Store;
  credentials: CredentialsStore;
  /** Ends all timers; where time is kept, it is written once more. */
  stopClock(): void;
}

function createBase(options: LocalAwsOptions): Base {
  const { seed = 1, alter = (stack) => stack } = options;
  const stack = alter(loadStack(sourceOf(options)));
  const { account, region } = stack;
  const roleStacks = (options.roleStacks ?? []).map((source) => alter(loadStack(source)));
  const store = new Store(options.data);
  if (options.onStoreFailure) store.onFailure = options.onStoreFailure;
  const clock = new RuntimeClock(options.clock ?? 'real', beginning(store, options.start));
  const forgetTime = options.data === undefined ? () => {} : rememberTime(store, clock);
  const faults = new Faults(random(seed, 'faults'));
  const calls = new Calls(options.keepCalls);
  const outbox = new Outbox(store);
  const iam = createIam({ now: () => clock.now(), mode: options.iam ?? 'enforce' });
  for (const role of [stack, ...roleStacks].flatMap((each) => rolesOf(each, iam.mode))) iam.addRole(role);
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
  const stopClock = () => {
    forgetTime();
    clock.stop();
  };
  return { store, outbox, clock, stopClock, faults, calls, iam, stack, aws, credentials };
}

/** AWS's example account, and no resources, where nothing else is given. */
function sourceOf(options: LocalAwsOptions): StackSource {
  const { template = { Resources: {} }, bundles, parameters } = options;
  return {
    template,
    name: options.stackName ?? 'local',
    account: options.account ?? '111122223333',
    region: options.region ?? 'us-east-1',
    ...(bundles === undefined ? {} : { bundles }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

interface Surroundings {
  endpoint(): string;
  log(line: string): void;
  forwarder: Forwarder | undefined;
}

/** Adds every service to the dispatcher. @returns those that are more than their operations. */
function addServices(
  { aws, iam, stack, credentials, outbox }: Base,
  options: LocalAwsOptions,
  { endpoint, log, forwarder }: Surroundings,
) {
  const allows = (identity: Identity, permission: Permission) => iam.decide(identity, permission).allowed;
  const bus = eventbridge(aws);
  const machines = sfn(aws, {
    publish: (event) => bus.publish(event),
    authorize: allows,
    authorizedChildArns: options.authorizedChildArns,
  });
  const definitions = functionsOf(stack).map((definition) => ({
    ...definition,
    environment: { ...definition.environment, ...options.environment },
  }));
  const functions = lambda(aws, { functions: definitions, endpoint, allows, log, codeCache: options.codeCache });
  const running = { ...stack, created: aws.clock.now() };
  const ownSts = sts({
    credentials,
    assume: (roleArn, session, caller, inputs) => iam.assume(roleArn, session, caller, inputs),
  });
  const others = options.services?.(aws) ?? [];
  const services = [
    bus.service,
    machines,
    functions,
    sns(aws, outbox),
    http(aws, { outbox, endpoints: options.httpEndpoints ?? (() => undefined) }),
    sqs(aws, { endpoint }),
    s3(aws),
    dynamodb(aws),
    kms(aws),
    forwarder?.serveSts(ownSts) ?? ownSts,
    cloudformation(() => [running]),
    ...(forwarder ? others.map((service) => forwarder.serve(service)) : others),
  ];
  for (const service of services) aws.add(service);
  return { bus, machines, functions };
}

function infoOf(
  { name, account, region, resources }: Stack,
  now: Pick<LocalAwsInfo, 'endpoint' | 'clock'>,
): LocalAwsInfo {
  const machines = resources.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  return { ...now, region, account, stack: name, machines: machines.map(({ physicalId }) => physicalId) };
}
