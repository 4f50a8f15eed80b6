/** Clients that put events, start executions and answer task tokens, and remember what was accepted. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Client, RefusedError } from '../../bench/runtime/client.ts';
import { countExecutions, createMachine, roleOf } from '../../bench/runtime/machine.ts';
import type { RuntimeProcess } from '../../bench/runtime/process.ts';

export const WAIT_SECONDS = 20;
const QUEUE = 'kill-tokens';
const BUS = 'kill';
const PAUSE_MS = 4;

/** An event starts it, or a client: two ways to one machine. */
const WAITING = {
  StartAt: 'Before',
  States: {
    Before: { Type: 'Pass', Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: WAIT_SECONDS, Next: 'After' },
    After: { Type: 'Succeed' },
  },
};

function callback(queue: string): object {
  return {
    StartAt: 'Callback',
    States: {
      Callback: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: queue, 'MessageBody.$': '$$.Task.Token' },
        End: true,
      },
    },
  };
}

export class Load {
  /** Numbers of the events that PutEvents accepted. */
  readonly events = new Set<number>();
  /** ARNs of the executions that StartExecution accepted. */
  readonly executions = new Set<string>();
  /** ARNs of the machines; set once the first process has them. */
  waiting = '';
  callback = '';
  client!: Client;
  /** Refusals of task tokens that had not been answered. */
  tokensRefused: string[] = [];
  readonly #answered = new Set<string>();
  #queue = '';
  #next = 0;
  #running = false;
  #workers: Promise<void>[] = [];

  accepted(): number {
    return this.events.size + this.executions.size;
  }

  async begin(runtime: RuntimeProcess): Promise<void> {
    this.client = new Client(runtime.endpoint);
    if (this.waiting === '') await this.#deploy(runtime);
    this.#running = true;
    const works = [
      () => this.#put(),
      () => this.#start(this.waiting),
      () => this.#start(this.callback),
      () => this.#answer(),
    ];
    this.#workers = works.map((work) => this.#work(work));
  }

  async pause(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#workers);
    this.client.close();
  }

  /** Goes on answering until nothing runs. */
  async settle(runtime: RuntimeProcess, longestMs: number): Promise<void> {
    this.client = new Client(runtime.endpoint);
    const until = performance.now() + longestMs;
    for (let quiet = 0; quiet < 3 && performance.now() < until; ) {
      await this.#answer();
      await sleep(50);
      const running =
        (await countExecutions(this.client, this.waiting, 'RUNNING')) +
        (await countExecutions(this.client, this.callback, 'RUNNING'));
      quiet = running === 0 ? quiet + 1 : 0;
    }
  }

  async #deploy(runtime: RuntimeProcess): Promise<void> {
    const { client } = this;
    const { QueueUrl } = await client.call<{ QueueUrl: string }>('sqs', 'CreateQueue', { QueueName: QUEUE });
    this.#queue = QueueUrl;
    this.callback = await createMachine(client, runtime.info, 'kill-callback', callback(QueueUrl));
    const waiting = await createMachine(client, runtime.info, 'kill-waiting', WAITING);
    await client.call('events', 'CreateEventBus', { Name: BUS });
    const EventPattern = JSON.stringify({ source: ['kill'] });
    await client.call('events', 'PutRule', { Name: 'kill', EventBusName: BUS, EventPattern });
    const RoleArn = await roleOf(client, runtime.info);
    const Targets = [{ Id: 'waiting', Arn: waiting, RoleArn, InputPath: '$.detail' }];
    await client.call('events', 'PutTargets', { Rule: 'kill', EventBusName: BUS, Targets });
    this.waiting = waiting;
  }

  /** Over and over, until the process is killed. */
  async #work(work: () => Promise<void>): Promise<void> {
    while (this.#running) {
      try {
        await work();
        await sleep(PAUSE_MS);
      } catch (error) {
        if (error instanceof RefusedError) throw error;
        return;
      }
    }
  }

  async #put(): Promise<void> {
    const numbers = Array.from({ length: 3 }, () => this.#next++);
    const Entries = numbers.map((number) => ({
      EventBusName: BUS,
      Source: 'kill',
      DetailType: 'Numbered',
      Detail: JSON.stringify({ number }),
    }));
    const { FailedEntryCount } = await this.client.call<{ FailedEntryCount: number }>('events', 'PutEvents', {
      Entries,
    });
    if (FailedEntryCount === 0) for (const number of numbers) this.events.add(number);
  }

  async #start(stateMachineArn: string): Promise<void> {
    const name = `n${this.#next++}`;
    const order = { stateMachineArn, name, input: JSON.stringify({ name }) };
    const { executionArn } = await this.client.call<{ executionArn: string }>('states', 'StartExecution', order);
    this.executions.add(executionArn);
  }

  async #answer(): Promise<void> {
    const { Messages = [] } = await this.client.call<{ Messages?: { Body: string; ReceiptHandle: string }[] }>(
      'sqs',
      'ReceiveMessage',
      { QueueUrl: this.#queue, MaxNumberOfMessages: 10 },
    );
    for (const { Body: taskToken, ReceiptHandle } of Messages) {
      const given = this.#answered.has(taskToken);
      this.#answered.add(taskToken);
      try {
        await this.client.call('states', 'SendTaskSuccess', { taskToken, output: '"yes"' });
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        if (!given) this.tokensRefused.push(`${error.message}`);
      }
      await this.client.call('sqs', 'DeleteMessage', { QueueUrl: this.#queue, ReceiptHandle });
    }
  }
}
