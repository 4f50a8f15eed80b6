/** The constraints of EventBridge's model on names, enforced in its words. */

import { type Constraint, validate } from '../../wire/input/validate.ts';

const BUS: Constraint = {
  length: [1, 1600],
  pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
};
const BUS_NAME: Constraint = { required: true, length: [1, 256], pattern: '[/\\.\\-_A-Za-z0-9]+' };
const RULE_NAME: Constraint = { length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' };

export function checkBus(EventBusName: string | undefined): void {
  validate({ EventBusName }, { EventBusName: BUS });
}

export function checkBusName(Name: string | undefined): void {
  validate({ Name }, { Name: BUS_NAME });
}

/** @param member the operation's name for it: `Name`, or `Rule` in operations on targets. */
export function checkRuleName(
  name: string | undefined,
  member: 'Name' | 'Rule',
  EventBusName?: string,
): asserts name is string {
  validate({ [member]: name, EventBusName }, { [member]: { ...RULE_NAME, required: true }, EventBusName: BUS });
}
