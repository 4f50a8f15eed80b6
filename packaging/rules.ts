/** Rules that list state machines, cut so that each pattern stays within EventBridge's 2,048 characters. */

import type { Resources } from './template.ts';

/** A machine's ARN takes up to 118 characters of the pattern, all else in it 300. */
const MACHINES_A_RULE = 14;

type Pattern = { detail?: { stateMachineArn?: readonly unknown[] } };

/** @returns the resources with `ExecutionFailedRule`, `ExecutionFailedRule2`, ... in the place of a rule that is too long. */
export function splitRules(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).flatMap(([id, resource]) => {
      const pattern = resource.Properties?.EventPattern as Pattern | undefined;
      const machines = pattern?.detail?.stateMachineArn ?? [];
      if (machines.length <= MACHINES_A_RULE) return [[id, resource]];
      return Array.from({ length: Math.ceil(machines.length / MACHINES_A_RULE) }, (_, index) => {
        const suffix = index === 0 ? '' : String(index + 1);
        const stateMachineArn = machines.slice(index * MACHINES_A_RULE, (index + 1) * MACHINES_A_RULE);
        const Properties = {
          ...resource.Properties,
          Name: `${resource.Properties?.Name}${suffix && `-${suffix}`}`,
          EventPattern: { ...pattern, detail: { ...pattern?.detail, stateMachineArn } },
        };
        return [`${id}${suffix}`, { ...resource, Properties }];
      });
    }),
  );
}
