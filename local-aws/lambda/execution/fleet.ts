/** The execution environments there are: started when an invocation needs one, kept warm for the next, retired when idle. */

import { randomBytes } from 'node:crypto';
import type { Aws, Identity, Permission } from '../../core/aws.ts';
import { AwsError } from '../../core/aws.ts';
import { Code } from './code.ts';
import type { FunctionDefinition } from './definition.ts';
import { environmentOf } from './environment.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import { roleNotAssumable } from './failures.ts';
import type { FunctionSessions } from './sessions.ts';

/**
 * A worker costs 5 to 8 MB, idle or not, and starting one 50 ms of a core: this many stay warm, which is one for each
 * function of a large stack; the longest unused goes first.
 */
const MOST_IDLE = 64;

/**
 * An invocation waits so many times as long as a start takes for a busy environment of its function before another is
 * started: most are given back by then, and cores that start workers run no functions.
 */
const STARTS = 2;

export interface FleetOptions {
  aws: Aws;
  sessions: FunctionSessions;
  /** Where AWS clients of functions go. */
  endpoint(): string;
  /** Whether the function's role may do what Lambda does with it: write logs, send traces. */
  allows(identity: Identity, permission: Permission): boolean;
  /** Real milliseconds an environment may be idle. */
  idleTime: number;
  /** Paths of all packaged code. */
  zips: readonly string[];
  /** Keeps their code, and what V8 compiled of it, for the next run. */
  codeCache?: string | undefined;
}

/** An environment with what belongs to it. */
export interface Member {
  environment: ExecutionEnvironment;
  identity: Identity;
  /** Receives the lines of the present invocation. */
  log: (line: string) => void;
  end(): Promise<void>;
}

/** An invocation for which no environment is free. */
interface Waiter {
  definition: FunctionDefinition;
  go(member?: Member): void;
}

export class Fleet {
  readonly #options: FleetOptions;
  readonly #code: Code;
  /** Oldest first. */
  #idle: { member: Member; retirement: NodeJS.Timeout }[] = [];
  readonly #members = new Set<Member>();
  readonly #waiters = new Set<Waiter>();
  /** How many milliseconds the last start took. */
  #startTime = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#code = new Code(options.zips, options.codeCache);
  }

  /**
   * A warm environment of this function; else one that is given back soon, or a new one.
   * @throws AwsError where its role cannot be assumed.
   */
  async take(definition: FunctionDefinition): Promise<Member> {
    const warm = this.#warm(definition);
    if (warm) return warm;
    const newest = [...this.#members].findLast(({ environment }) => environment.definition === definition);
    return (newest && (await this.#givenBack(newest.environment))) ?? this.#start(definition);
  }

  /** The next that is given back of the newest environment's function; undefined where another can be started meanwhile. */
  #givenBack({ definition, loaded }: ExecutionEnvironment): Promise<Member | undefined> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        definition,
        go: (member) => {
          this.#waiters.delete(waiter);
          resolve(member);
        },
      };
      this.#waiters.add(waiter);
      // One that is starting already is there before another.
      void loaded.then(() => setTimeout(waiter.go, STARTS * this.#startTime).unref());
    });
  }

  #warm(definition: FunctionDefinition): Member | undefined {
    const index = this.#idle.findLastIndex(({ member }) => member.environment.definition === definition);
    const [warm] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (!warm) return undefined;
    clearTimeout(warm.retirement);
    return warm.member.environment.alive ? warm.member : this.#warm(definition);
  }

  giveBack(member: Member): void {
    if (!member.environment.alive) return void member.end();
    const waiter = [...this.#waiters].find(({ definition }) => definition === member.environment.definition);
    if (waiter) waiter.go(member);
    else this.#keep(member);
  }

  #keep(member: Member): void {
    const retirement = setTimeout(() => this.#retire(member), this.#options.idleTime).unref();
    this.#idle.push({ member, retirement });
    const [longest] = this.#idle;
    if (longest && this.#idle.length > MOST_IDLE) this.#retire(longest.member);
  }

  /** How many workers there are, idle or not. */
  get size(): number {
    return this.#members.size;
  }

  async close(): Promise<void> {
    for (const { retirement } of this.#idle) clearTimeout(retirement);
    this.#idle = [];
    this.#waiters.clear();
    await Promise.all([...this.#members].map((member) => member.end()));
    this.#code.remove();
  }

  #retire(member: Member): void {
    const entry = this.#idle.find((idle) => idle.member === member);
    if (!entry) return;
    clearTimeout(entry.retirement);
    this.#idle = this.#idle.filter((idle) => idle !== entry);
    void member.end();
  }

  #start(definition: FunctionDefinition): Member {
    const { aws, sessions, endpoint } = this.#options;
    const identity = assumed(aws, definition);
    const { taskRoot, compiled } = this.#code.unpacked(definition.zip);
    const logStream = logStreamName(aws.clock.now());
    const mayLog = this.#mayLog(definition, identity, logStream);
    const credentials = sessions.issue(identity);
    const variables = environmentOf(definition, {
      region: aws.region,
      endpoint: endpoint(),
      credentials,
      taskRoot,
      logStream,
    });
    const began = performance.now();
    const environment = new ExecutionEnvironment({
      definition,
      taskRoot,
      compiled,
      variables,
      now: () => aws.clock.now(),
      log: (line) => mayLog && member.log(line),
    });
    const member: Member = {
      environment,
      identity,
      log: () => {},
      end: async () => {
        this.#members.delete(member);
        sessions.end(credentials.accessKeyId);
        await environment.retire();
      },
    };
    this.#members.add(member);
    void environment.loaded.then(() => {
      this.#startTime = performance.now() - began;
    });
    return member;
  }

  /** Lambda writes logs and traces with the function's own role; without the permission they are lost, and nothing fails. */
  #mayLog({ logGroup, traced }: FunctionDefinition, identity: Identity, logStream: string): boolean {
    const { aws, allows } = this.#options;
    const resource = `arn:aws:logs:${aws.region}:${identity.account}:log-group:${logGroup}:log-stream:${logStream}`;
    if (traced) {
      for (const action of ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) {
        allows(identity, { action, resource: '*' });
      }
    }
    return ['logs:CreateLogStream', 'logs:PutLogEvents'].every((action) => allows(identity, { action, resource }));
  }
}

function assumed(aws: Aws, { roleArn, name, arn }: FunctionDefinition): Identity {
  try {
    return { ...aws.assume(roleArn, name, 'lambda.amazonaws.com', { sourceArn: arn }), isFunction: true };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDenied') throw roleNotAssumable();
    throw error;
  }
}

/** `2026/11/21/[$LATEST]` and thirty-two hexadecimal digits. */
function logStreamName(now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}
