import type { Stack } from '@offboard/local-aws';

/**
 * The stack with its hourly sweep once in a month: in tests that are not about it, each hour of virtual time would cost the
 * 33 calls that find nothing.
 */
export function withRareSweep(stack: Stack): Stack {
  const resources = stack.resources.map((resource) =>
    resource.logicalId === 'SweepRule'
      ? { ...resource, properties: { ...resource.properties, ScheduleExpression: 'rate(30 days)' } }
      : resource,
  );
  return { ...stack, resources };
}
