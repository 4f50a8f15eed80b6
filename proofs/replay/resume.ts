/** Step Functions on a file that is copied after every transaction: each copy is what a kill there would have left. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { RuntimeClock, Store } from '@offboard/local-aws/parts';
import { CopiedStore } from '@offboard/local-aws/test/stepfunctions/executions/copied-store.ts';
import { harness, lambda, type SfnHarness } from '@offboard/local-aws/test/stepfunctions/executions/harness.ts';

const NAME = 'killed';
const EXECUTION = `arn:aws:states:us-east-1:111122223333:execution:random:${NAME}`;

/** Task tokens that were handed out; time stands still until each of them was answered. */
class Tokens {
  readonly #given = new Set<string>();
  #release: (() => void)[] = [];

  give(token: string, clock: RuntimeClock): void {
    this.#given.add(token);
    this.#release.push(clock.hold());
  }

  /** A process that was started again is given the tokens that an earlier one handed out. */
  async answer({ call, clock }: SfnHarness): Promise<void> {
    this.#release.push(clock.hold());
    const released = this.#release;
    this.#release = [];
    for (const taskToken of this.#given) {
      await call('SendTaskSuccess', { taskToken, output: '"yes"' }).catch((error: Error) => {
        if (!/does not exist anymore|Invalid [Tt]oken/.test(error.message)) throw error;
      });
    }
    for (const release of released) release();
  }
}

/** Answers depend on what is asked alone, so that a task that is sent again is answered as the first time. */
function services(tokens: Tokens, clock: RuntimeClock) {
  return {
    lambda: lambda({
      work({ n }: { n: number }) {
        if (n % 4 === 3) throw Object.assign(new Error('busy'), { name: 'Busy' });
        return { answer: n };
      },
    }),
    sqs: {
      SendMessage({ MessageBody }: { MessageBody: string }) {
        const { token } = JSON.parse(MessageBody) as { token?: string };
        if (token !== undefined) tokens.give(token, clock);
        return { MessageId: 'm', MD5OfMessageBody: 'd' };
      },
    },
  };
}

function open(store: Store, tokens: Tokens, clock: RuntimeClock): SfnHarness {
  return harness({ store, clock, services: services(tokens, clock) });
}

/** How many kills the execution went on from, and each that led elsewhere. */
export async function resumeEverywhere(
  definition: object,
  input: unknown,
): Promise<{ kills: number; differences: string[] }> {
  const root = mkdtempSync(join(tmpdir(), 'offboard-replay-'));
  try {
    const tokens = new Tokens();
    const store = new CopiedStore(join(root, 'data'));
    const first = open(store, tokens, store.clock);
    await first.start(await first.machine('random', definition), input, NAME);
    const expected = await finish(first, tokens);
    first.close();
    const differences: string[] = [];
    let kills = 0;
    for (const [index, { directory, now }] of store.copies.entries()) {
      const there = open(new Store(directory), tokens, new RuntimeClock('jump', now));
      if (await there.call('DescribeExecution', { executionArn: EXECUTION }).catch(() => undefined)) {
        kills++;
        const wrong = difference(await finish(there, tokens), expected);
        if (wrong !== undefined) differences.push(`killed after transaction ${index}: ${wrong}`);
      }
      there.close();
    }
    return { kills, differences };
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface Finished {
  end: string;
  /** Event types with their states, without the order in which branches took turns. */
  recorded: string[];
  /** A branch failed while others were at work: how far those came is for chance to say. */
  raced: boolean;
  gaps: number;
}

async function finish(here: SfnHarness, tokens: Tokens): Promise<Finished> {
  for (;;) {
    const { status, output } = await here.call<{ status: string; output?: string }>('DescribeExecution', {
      executionArn: EXECUTION,
    });
    if (status !== 'RUNNING') return finished(status, output, await here.events(EXECUTION));
    await tokens.answer(here);
    await turn();
  }
}

/** A token may come back before the message that carried it is recorded as sent. */
function finished(status: string, output: string | undefined, events: readonly HistoryEvent[]): Finished {
  return {
    end: `${status} ${stable(output)}`,
    recorded: events
      .filter(({ type }) => type !== 'TaskSubmitted')
      .map(describe)
      .sort(),
    raced: events.some(({ type = '' }) => /^(?:MapState|ParallelState)Failed$|Aborted$/.test(type)),
    gaps: events.filter(({ id = 0, previousEventId = 0 }, index) => id !== index + 1 || previousEventId >= id).length,
  };
}

function difference(found: Finished, expected: Finished): string | undefined {
  if (found.gaps > 0) return `its history has ${found.gaps} events out of order`;
  if (found.raced || expected.raced) return undefined;
  if (found.end !== expected.end) return `its status is ${found.end}, not ${expected.end}`;
  const count = (list: readonly string[], text: string) => list.filter((each) => each === text).length;
  const odd = [...found.recorded, ...expected.recorded].find(
    (text) => count(found.recorded, text) !== count(expected.recorded, text),
  );
  return odd === undefined
    ? undefined
    : `${odd} is recorded ${count(found.recorded, odd)} times, not ${count(expected.recorded, odd)}`;
}

/**
 * Ids that States.UUID and $uuid drew depend on the order in which branches took turns; the seconds in the headers of
 * an answer, on when it came.
 */
function stable(text: string | undefined): string | undefined {
  return text
    ?.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid')
    .replace(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, 'date');
}

function describe({ type, stateEnteredEventDetails, stateExitedEventDetails }: HistoryEvent): string {
  return `${type} ${stateEnteredEventDetails?.name ?? stateExitedEventDetails?.name ?? ''}`.trim();
}
