/** Rules with their targets: in the store, and compiled in memory. */

import type { PutRuleRequest, Target } from '@aws-sdk/client-eventbridge';
import { compilePattern, type EventPattern, type MatchableEvent } from '@offboard/event-pattern';
import type { Store, Table } from '../../core/store.ts';
import { type BusName, ruleArn } from './arns.ts';
import { noSuchRule } from './errors.ts';

export type KeptTarget = Target & { Id: string; Arn: string };

export interface Rule {
  name: string;
  arn: string;
  bus: BusName;
  pattern?: string;
  schedule?: string;
  /** The anchor of a rate, in milliseconds since 1970. */
  scheduledFrom: number;
  state: NonNullable<PutRuleRequest['State']>;
  description?: string;
  role?: string;
  createdBy: string;
  targets: readonly KeptTarget[];
  tags: Record<string, string>;
}

export class Rules {
  readonly #table: Table<Rule>;
  readonly #rules = new Map<string, Rule>();
  /** Bus ARN -> its enabled rules with a pattern. Made again after each change of that bus. */
  readonly #matchers = new Map<string, { rule: Rule; matches: EventPattern }[]>();

  constructor(store: Store) {
    this.#table = store.table('event_rules');
    for (const [arn, rule] of this.#table.entries()) this.#rules.set(arn, rule);
  }

  find(arn: string): Rule | undefined {
    return this.#rules.get(arn);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(bus: BusName, name: string | undefined): Rule {
    const rule = this.find(ruleArn(bus, name ?? ''));
    if (!rule) throw noSuchRule(name ?? '', bus.name);
    return rule;
  }

  put(rule: Rule): void {
    this.#table.put(rule.arn, rule);
    this.#rules.set(rule.arn, rule);
    this.#matchers.delete(rule.bus.arn);
  }

  delete({ arn, bus }: Rule): void {
    this.#table.delete(arn);
    this.#rules.delete(arn);
    this.#matchers.delete(bus.arn);
  }

  /** Of one bus, by name. */
  on(bus: BusName): Rule[] {
    const rules = [...this.#rules.values()].filter((rule) => rule.bus.arn === bus.arn);
    return rules.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  all(): IterableIterator<Rule> {
    return this.#rules.values();
  }

  matching(bus: BusName, event: MatchableEvent): Rule[] {
    let matchers = this.#matchers.get(bus.arn);
    if (!matchers) {
      matchers = this.on(bus).flatMap((rule) =>
        rule.state === 'DISABLED' || rule.pattern === undefined ? [] : { rule, matches: compilePattern(rule.pattern) },
      );
      this.#matchers.set(bus.arn, matchers);
    }
    return matchers.filter(({ matches }) => matches(event)).map(({ rule }) => rule);
  }
}
