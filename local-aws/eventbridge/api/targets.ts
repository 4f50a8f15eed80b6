import type { Call } from '../../core/aws.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import { busName, ruleArn } from '../state/arns.ts';
import { limitExceeded } from '../state/errors.ts';
import type { KeptTarget } from '../state/rules.ts';
import type { Operations } from './inputs.ts';
import { pageOf } from './paging.ts';
import { checkTarget } from './target-checks.ts';

/** EventBridge quotas. */
const MOST_TARGETS = 5;

export function targetOperations({ buses, rules }: EventBridgeParts) {
  const ruleOf = ({ Rule, EventBusName }: OnRule, call: Call) =>
    rules.get(buses.get(busName(EventBusName, call)), Rule);

  return {
    PutTargets: {
      permissions: permissionOn('PutTargets'),
      run(input, call) {
        const rule = ruleOf(input, call);
        const given = input.Targets.map(checkTarget);
        const ids = new Set(given.map(({ Id }) => Id));
        const targets: KeptTarget[] = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...given];
        if (targets.length > MOST_TARGETS) throw limitExceeded();
        rules.put({ ...rule, targets });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    RemoveTargets: {
      permissions: permissionOn('RemoveTargets'),
      run(input, call) {
        const rule = ruleOf(input, call);
        const ids = new Set(input.Ids);
        rules.put({ ...rule, targets: rule.targets.filter(({ Id }) => !ids.has(Id)) });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    ListTargetsByRule: {
      permissions: permissionOn('ListTargetsByRule'),
      run(input, call) {
        const { rows, token } = pageOf(ruleOf(input, call).targets, ({ Id }) => Id, input);
        return { Targets: rows, ...(token === undefined ? {} : { NextToken: token }) };
      },
    },
  } satisfies Operations;
}

interface OnRule {
  Rule: string;
  EventBusName?: string | undefined;
}

function permissionOn(action: string) {
  return ({ Rule, EventBusName }: OnRule, call: Call) => [
    { action: `events:${action}`, resource: ruleArn(busName(EventBusName, call), Rule) },
  ];
}
