/** Every resource type that a template may have. Their order is that of deployment: a target before what refers to it. */

import type { ResourceType, ResourceTypes } from './contract.ts';
import { dynamodbTypes } from './dynamodb.ts';
import { eventsTypes } from './events.ts';
import { iamTypes } from './iam.ts';
import { kmsTypes } from './kms.ts';
import { lambdaTypes } from './lambda.ts';
import { observingTypes } from './observing.ts';
import { s3Types } from './s3.ts';
import { snsTypes } from './sns.ts';
import { sqsTypes } from './sqs.ts';
import { stepFunctionsTypes } from './step-functions.ts';

export const resourceTypes: ResourceTypes = {
  ...iamTypes,
  ...observingTypes,
  ...snsTypes,
  ...sqsTypes,
  ...s3Types,
  ...dynamodbTypes,
  ...kmsTypes,
  ...lambdaTypes,
  ...stepFunctionsTypes,
  ...eventsTypes,
};

/** @throws Error that names the resource and what could stand there. */
export function resourceType(type: string, logicalId: string): ResourceType {
  const known = resourceTypes[type];
  if (known) return known;
  const types = Object.keys(resourceTypes).sort().join(', ');
  throw new Error(`${logicalId}: local AWS does not serve ${type}. It serves ${types}`);
}
