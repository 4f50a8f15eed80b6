/** Rules that run by the clock. They never move a jumping clock, and what was missed while nothing ran is not made up. */

import { randomUUID } from 'node:crypto';
import { nextRun } from '@offboard/schedule-expression';
import type { Aws } from '../core/aws.ts';
import type { Timer } from '../core/clock.ts';
import { eventText } from './event.ts';
import type { Intake } from './ingest.ts';
import type { Rule, Rules } from './rules.ts';

export class Schedules {
  readonly #aws: Aws;
  readonly #rules: Rules;
  readonly #intake: Intake;
  readonly #timers = new Map<string, Timer>();

  constructor(aws: Aws, rules: Rules, intake: Intake) {
    this.#aws = aws;
    this.#rules = rules;
    this.#intake = intake;
  }

  resume(): void {
    for (const rule of this.#rules.all()) this.renew(rule.arn);
  }

  /** After any change of a rule, its removal too. */
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
      clock.at(next, () => this.#run(arn, next), { moves: false }),
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
    this.#intake.receive([{ bus: rule.bus, id, text, moves: false, rule }]);
    this.renew(arn);
  }
}
