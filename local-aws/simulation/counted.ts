/** A service whose requests are counted, and throttled where the cloud sets it a limit. */

import type { SimulatedCloud } from '../../simulators/simulated-cloud.ts';
import { AwsError, type Operation, type Service } from '../core/aws.ts';

export function counted(cloud: SimulatedCloud, service: Service): Service {
  const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation] => [
    name,
    {
      ...operation,
      run(input, call) {
        const inSecond = cloud.rates.count(call, cloud.now());
        if (inSecond > (cloud.options.limits[service.name] ?? Number.POSITIVE_INFINITY)) throw throttled(service);
        return operation.run(input, call);
      },
    },
  ]);
  return { ...service, operations: Object.fromEntries(operations) };
}

/** Names and statuses by aws-sdk's models; OpenSearch and Redshift model no throttling, so the generic names stand. */
function throttled({ name, protocol }: Service): AwsError {
  if (protocol === 'awsQuery') return new AwsError('Throttling', 'Rate exceeded');
  if (name === 'codeartifact' || name === 'mpa') {
    return new AwsError('ThrottlingException', 'Rate exceeded', { status: 429, headers: { 'Retry-After': '3' } });
  }
  return new AwsError('ThrottlingException', 'Rate exceeded');
}
