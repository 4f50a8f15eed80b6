/** Amazon EventBridge: the operations it answers, one file a noun in `local/bus/operations/`. */

import type { Service } from '../aws.ts';
import type { EventBridgeParts } from '../bus/eventbridge.ts';
import { busOperations } from '../bus/operations/buses.ts';
import { eventOperations } from '../bus/operations/events.ts';
import { patternOperations } from '../bus/operations/patterns.ts';
import { ruleOperations } from '../bus/operations/rules.ts';
import { shaped } from '../bus/operations/shapes.ts';
import { tagOperations } from '../bus/operations/tags.ts';
import { targetOperations } from '../bus/operations/targets.ts';

export function eventbridgeService(parts: EventBridgeParts): Service {
  return {
    name: 'eventbridge',
    signingName: 'events',
    protocol: 'awsJson1.1',
    targetPrefix: 'AWSEvents',
    operations: shaped({
      ...busOperations(parts),
      ...ruleOperations(parts),
      ...targetOperations(parts),
      ...eventOperations(parts),
      ...patternOperations,
      ...tagOperations(parts),
    }),
  };
}
