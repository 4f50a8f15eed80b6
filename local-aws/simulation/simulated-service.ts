/** A simulated AWS service: what it registers, serves, seeds and lets people control. */

import type { AwsError, Service } from '../core/aws.ts';
import type { Registration } from './registration.ts';
import type { GeneratedAssociations } from './seed.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

export interface SimulatedService extends Registration {
  /** Its operations over the cloud. */
  serve(cloud: SimulatedCloud): Service;
  /** What it answers above its limit of requests, where that is not a ThrottlingException of HTTP 400. */
  throttled?(): AwsError;
  /** Seeds the small cloud, in which everything has a name that samples and tests can rely on. */
  seedSmall?(cloud: SimulatedCloud): void;
  /** Its part of a generated cloud, by kind. */
  generated?: readonly GeneratedAssociations[];
  /** `POST vote` -> what people do with the service by other means than its API; served by the control API. */
  controls?: Readonly<Record<string, (cloud: SimulatedCloud, body: Readonly<Record<string, unknown>>) => unknown>>;
}
