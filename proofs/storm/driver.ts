/** Drives a storm: delivers the copies of requests, and associates again what was disassociated, each at its time. */

import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { pick } from '@offboard/local-aws/random';
import { type AssociationEntry, associateAgain } from '@offboard/local-aws/simulation';
import type { Harness } from '../common/harness.ts';
import { detailOf, type Request } from '../common/requests.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const COPIES = 10;

export class StormDriver {
  /** Copies under a new event id. */
  delivered = 0;
  /** Copies under the same event id, as EventBridge's at-least-once delivery makes them. */
  repeated = 0;
  reassociated = 0;
  /** Ids of requests made while there was nothing to disassociate. */
  readonly idle = new Set<string>();
  readonly failures: string[] = [];
  readonly #harness: Harness;
  readonly #next: () => number;
  readonly #sfn: SFNClient;

  constructor(harness: Harness, next: () => number) {
    this.#harness = harness;
    this.#next = next;
    this.#sfn = new SFNClient({
      endpoint: harness.runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'storm', secretAccessKey: 'storm' },
    });
  }

  /** The first copy comes within a minute; of the others half come soon after it, and half at any time until `last`. */
  deliver(request: Request, last: number): void {
    const { timestamp, entry } = request;
    const next = this.#next;
    this.#at(timestamp, async () => void (this.#isDisassociated(entry) && this.idle.add(request.id)));
    const first = timestamp + Math.floor(next() * MINUTE);
    const others = Array.from({ length: COPIES - 1 }, () =>
      next() < 0.5 ? first + Math.floor(next() ** 3 * HOUR) : first + Math.floor(next() * (last - first)),
    );
    const events: string[] = [];
    const detail = detailOf(request);
    const putAnew = async () => {
      events.push(...(await this.#harness.put([detail])));
      this.delivered++;
    };
    this.#at(first, putAnew);
    for (const time of others) {
      const isNew = next() < 0.5;
      this.#at(time, isNew ? putAnew : () => this.#repeat(pick(events, next)));
    }
  }

  /** Where it is disassociated by then. */
  reassociate(entry: AssociationEntry, time: number): void {
    this.#at(time, async () => {
      if (!this.#isDisassociated(entry)) return;
      associateAgain(this.#harness.runtime.cloud, entry.kind, entry, entry.key);
      this.reassociated++;
    });
  }

  #isDisassociated(entry: AssociationEntry): boolean {
    const { cloud } = this.#harness.runtime;
    const association = cloud.association(cloud.type(entry.kind), entry, entry.key);
    return association !== undefined && cloud.isDisassociated(association, cloud.statusAt(association));
  }

  close(): void {
    this.#sfn.destroy();
  }

  /** EventBridge delivers an event again by starting an execution of the same name with the same input. */
  async #repeat(eventId: string | undefined): Promise<void> {
    const started = eventId === undefined ? undefined : this.#harness.started.get(eventId);
    if (started === undefined) return;
    this.repeated++;
    try {
      await this.#sfn.send(new StartExecutionCommand(started));
    } catch (error) {
      if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    }
  }

  #at(time: number, act: () => Promise<void>): void {
    const { clock } = this.#harness.runtime;
    clock.at(
      time,
      () => {
        const release = clock.hold();
        act()
          .catch((error: Error) => this.failures.push(`at ${new Date(time).toISOString()}: ${error.message}`))
          .finally(release);
      },
      { advancesClock: true },
    );
  }
}
