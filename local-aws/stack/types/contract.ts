import type { Aws, Identity } from '../../core/aws.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** A resource whose properties can be asked for one by one: names do not depend on everything else being resolved. */
export interface Named {
  logicalId: string;
  /** As the template gives it, or as CloudFormation would make one up. */
  name: string;
  partition: string;
  region: string;
  account: string;
  property(name: string): unknown;
}

/** A resource of the stack, all intrinsics resolved. */
export interface Resource {
  logicalId: string;
  type: string;
  /** What Ref gives, and ListStackResources shows. */
  physicalId: string;
  properties: Properties;
  /** False: the template may have it, and nothing is done with it here. */
  simulated: boolean;
}

export interface Deployment {
  aws: Aws;
  /** Who deploys: may do everything. */
  identity: Identity;
}

export interface ResourceType {
  /** The property that names it; where absent the name is made up as CloudFormation does. */
  nameProperty?: string;
  /** What Ref gives. */
  ref(resource: Named): string;
  /** What Fn::GetAtt gives. */
  attributes?: Readonly<Record<string, (resource: Named) => string>>;
  /**
   * `part` is read by another component of the runtime (roles by iam, functions by lambda); `known` may stand in the
   * template and is not simulated; a function makes or updates it through its service's own operations.
   */
  deploy: 'part' | 'known' | ((resource: Resource, deployment: Deployment) => Promise<void>);
  /** Present where a resource would go on acting after the template has lost it. */
  remove?(physicalId: string, deployment: Deployment): Promise<void>;
}

export type ResourceTypes = Readonly<Record<string, ResourceType>>;

/** `arn:aws:sqs:us-east-1:111122223333:name` */
export function regionalArn(service: string, { partition, region, account }: Named, rest: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}
