import { resourceType } from '@offboard/local-aws/simulation';

export interface DataShare {
  arn: string;
  producerArn: string;
  allowPubliclyAccessibleConsumers: boolean;
  /** `ADX` or `lakeformation`, where another service governs it. */
  managedBy?: string;
}

/** By their ARNs, in the account and Region of the producer. */
export const datashares = resourceType<DataShare>('datashare');
