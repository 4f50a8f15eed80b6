/** A simulated service whose requests are counted, and throttled above the limit that the cloud's options set. */

import { AwsError, type Operation, type Service } from '../core/aws.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';
import type { SimulatedService } from './simulated-service.ts';

export function metered(cloud: SimulatedCloud, { serve, throttled = defaultThrottling }: SimulatedService): Service {
  const service = serve(cloud);
  const limit = cloud.options.limits[service.name] ?? Number.POSITIVE_INFINITY;
  const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation] => [
    name,
    {
      ...operation,
      run(input, call) {
        if (cloud.rates.count(call, cloud.now()) > limit) throw throttled();
        return operation.run(input, call);
      },
    },
  ]);
  return { ...service, operations: Object.fromEntries(operations) };
}

function defaultThrottling(): AwsError {
  return new AwsError('ThrottlingException', 'Rate exceeded');
}
