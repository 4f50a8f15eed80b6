/** Amazon EventBridge: the operations it answers, one file a noun in `local-aws/eventbridge/api/`. */

import type { Service } from '../core/aws.ts';
import { busOperations } from './api/buses.ts';
import { eventOperations } from './api/events.ts';
import { patternOperations } from './api/patterns.ts';
import { ruleOperations } from './api/rules.ts';
import { shaped } from './api/shapes.ts';
import { tagOperations } from './api/tags.ts';
import { targetOperations } from './api/targets.ts';
import type { EventBridgeParts } from './eventbridge.ts';

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
