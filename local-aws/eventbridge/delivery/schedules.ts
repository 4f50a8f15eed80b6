/** Scheduled rules. They never advance a jumping clock, and runs missed while the process was down are skipped. */

import { randomUUID } from 'node:crypto';
import { nextRun } from '@offboard/schedule-expression';
import type { Aws } from '../../core/aws.ts';
import type { Timer } from '../../core/clock.ts';
import { eventText } from '../state/event.ts';
import type { Rule, Rules } from '../state/rules.ts';
import type { Ingest } from './ingest.ts';

export class Schedules {
  readonly #aws: Aws;
  readonly #rules: Rules;
  readonly #ingest: Ingest;
  readonly #timers = new Map<string, Timer>();

  constructor(aws: Aws, rules: Rules, ingest: Ingest) {
    this.#aws = aws;
    this.#rules = rules;
    this.#ingest = ingest;
  }

  resume(): void {
    for (const rule of this.#rules.all()) this.renew(rule.arn);
  }

  /** To be called after every change or deletion of a rule. */
  renew(arn: string): void {
    this.#timers.get(arn)?.cancel();
    this.#timers.delete(arn);
    const rule = this.#rules.find(arn);
    if (rule?.schedule === undefined || rule.state === 'DISABLED') return;
    const { clock } = this.#aws;
    const next = nextRun(rule.schedule, clock.now(), rule.scheduledFrom);
    if (next === undefined) return;
    this.#timers.set(
      arn,
      clock.at(next, () => this.#run(arn, next), { advancesClock: false }),
    );
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
  }

  #run(arn: string, time: number): void {
    const rule = this.#rules.find(arn) as Rule;
    const { region, account } = this.#aws;
    const id = randomUUID();
    const fields = { id, source: 'aws.events', detailType: 'Scheduled Event', account, time, region, detail: '{}' };
    const text = eventText({ ...fields, resources: [rule.arn] });
    this.#ingest.receive([{ bus: rule.bus, id, text, advancesClock: false, rule }]);
    this.renew(arn);
  }
}
