/** Storm: requests that come again and again, early, late and out of order, while people tie again what was ended. */

import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { pick, random } from '@offboard/local-aws/random';
import { type AssociationEntry, associateAgain, listAssociations } from '@offboard/local-aws/simulation';
import { GONE } from './gone.ts';
import { openStage, type Stage } from './harness.ts';
import type { Proof } from './proof.ts';
import { detailOf, type Request } from './requests.ts';
import { judge } from './storm/judge.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REQUESTS_AN_ASSOCIATION = 5;
const COPIES = 10;
const TIED_AGAIN = 3;
/** Requests are made in the first of these, and their copies arrive in the second. */
const ASKING = 24 * HOUR;
const ARRIVING = 48 * HOUR;
/** A storm of fewer associations stays in one place, so that each kind is among them. */
const FEW = 60;
/** CodeArtifact shows no date at all, so nothing could tell a connection tied again from the one a request speaks of. */
const DATELESS: readonly string[] = ['codeartifact-external-connection'];
/** Seconds from approval to its execution: a team's request made in between falls between two associations. */
const EXECUTION = [0, 2] as const;

export const storm: Proof = {
  claim:
    'delivered ten times, early, late and anew, every request is answered, nothing ends twice, and what was tied again stays',
  full: 1_000,
  small: 25,
  async run({ seed, size, note }) {
    const next = random('storm', seed);
    const associations = Math.ceil(size / REQUESTS_AN_ASSOCIATION);
    const stage = await openStage({
      seed,
      size: associations,
      simulation: {
        ...(associations < FEW && { accounts: 1, regions: 1 }),
        durations: { execution: EXECUTION },
        variants: { mpaSecondRequest: seed % 2 === 0 ? 'conflict' : 'accept' },
        outcomeRates: {
          'payment-cryptography-mpa-team': { rejected: 0.3, expires: 0.05, cancelled: 0.05, 'not-executed': 0.05 },
        },
      },
    });
    const weather = new Weather(stage, next);
    try {
      const start = stage.runtime.clock.now();
      const tied = listAssociations(stage.runtime.cloud);
      const requests = Array.from({ length: size }, (_, index): Request => {
        const row = tied[index % tied.length] as AssociationEntry;
        return { id: `storm-${seed}-${index}`, timestamp: start + Math.floor(next() * ASKING), row };
      });
      for (const request of requests) weather.deliver(request, start + ARRIVING);
      for (const row of tied.filter(({ kind }) => !DATELESS.includes(kind))) {
        for (let time = 0; time < TIED_AGAIN; time++)
          weather.associateAgain(row, start + Math.floor(next() * ARRIVING));
      }
      note(`storm: ${size} requests over ${tied.length} associations, ${COPIES} copies each`);
      await stage.runtime.settled();
      return judge(requests, stage, weather);
    } finally {
      weather.end();
      await stage.close();
    }
  },
};

/** What happens in the storm, each at its time. */
class Weather {
  /** Copies under a new event id; copies of an event as EventBridge's at-least-once makes them; ties. */
  delivered = 0;
  repeated = 0;
  tied = 0;
  /** Ids of requests made while there was nothing to end. */
  readonly idle = new Set<string>();
  readonly failures: string[] = [];
  readonly #stage: Stage;
  readonly #next: () => number;
  readonly #sfn: SFNClient;

  constructor(stage: Stage, next: () => number) {
    this.#stage = stage;
    this.#next = next;
    this.#sfn = new SFNClient({
      endpoint: stage.runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'storm', secretAccessKey: 'storm' },
    });
  }

  /** The first copy comes soon after the request was made; of the others half crowd in after it, half come at any time. */
  deliver(request: Request, last: number): void {
    const { timestamp, row } = request;
    const next = this.#next;
    this.#at(timestamp, async () => void (this.#isGone(row) && this.idle.add(request.id)));
    const first = timestamp + Math.floor(next() * MINUTE);
    const others = Array.from({ length: COPIES - 1 }, () =>
      next() < 0.5 ? first + Math.floor(next() ** 3 * HOUR) : first + Math.floor(next() * (last - first)),
    );
    const events: string[] = [];
    const detail = detailOf(request);
    const anew = async () => {
      events.push(...(await this.#stage.put([detail])));
      this.delivered++;
    };
    this.#at(first, anew);
    for (const time of others) {
      const isNew = next() < 0.5;
      this.#at(time, isNew ? anew : () => this.#again(pick(events, next)));
    }
  }

  /** Where it is gone by then. */
  associateAgain(row: AssociationEntry, time: number): void {
    this.#at(time, async () => {
      if (!this.#isGone(row)) return;
      associateAgain(this.#stage.runtime.cloud, row.kind, row, row.key);
      this.tied++;
    });
  }

  #isGone({ kind, account, region, key }: AssociationEntry): boolean {
    return listAssociations(this.#stage.runtime.cloud, { absent: true }).some(
      (row) =>
        row.kind === kind &&
        row.account === account &&
        row.region === region &&
        row.key === key &&
        GONE.includes(row.status),
    );
  }

  end(): void {
    this.#sfn.destroy();
  }

  /** EventBridge delivers an event more than once by starting the execution of the same name with the same input. */
  async #again(eventId: string | undefined): Promise<void> {
    const started = eventId === undefined ? undefined : this.#stage.started.get(eventId);
    if (started === undefined) return;
    this.repeated++;
    try {
      await this.#sfn.send(new StartExecutionCommand(started));
    } catch (error) {
      if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    }
  }

  #at(time: number, happen: () => Promise<void>): void {
    const { clock } = this.#stage.runtime;
    clock.at(
      time,
      () => {
        const release = clock.hold();
        happen()
          .catch((error: Error) => this.failures.push(`at ${new Date(time).toISOString()}: ${error.message}`))
          .finally(release);
      },
      { advancesClock: true },
    );
  }
}
