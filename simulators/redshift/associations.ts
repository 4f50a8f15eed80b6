/** A consumer of a data share: an account, a Region or a namespace. */

import { type Association, associationType } from '@offboard/local-aws/simulation';

/** `region` and `namespaceArn` both absent: the entire account. */
export interface ConsumerFacts {
  dataShareArn: string;
  namespaceArn?: string;
  region?: string;
  allowWrites: boolean;
}

/** One consumer of one share, in one of the three forms. */
export type Consumer = Omit<ConsumerFacts, 'allowWrites'>;

export type ConsumerAssociation = Association<ConsumerFacts>;

export const datashareConsumers = associationType<ConsumerFacts>({
  kind: 'redshift-datashare-consumer',
  keyOf: consumerKey,
  targetOf: ({ dataShareArn, namespaceArn, region }) => ({
    dataShareArn,
    ...(namespaceArn
      ? { consumerArn: namespaceArn }
      : region
        ? { consumerRegion: region }
        : { disassociateEntireAccount: true }),
  }),
  activeStatus: 'ACTIVE',
  disassociatedStatuses: ['AVAILABLE'],
  outcomes: ['succeeds', 'stuck', 'reverts', 'error'],
  // Redshift takes back what it accepted; both happen within the kind's grace.
  trials: { slow: { outcome: 'stuck' }, stuck: { outcome: 'stuck' }, rates: { stuck: 0.05 } },
  dates: 'association',
});

export function consumerKey({ dataShareArn, namespaceArn, region }: Consumer): string {
  return `${dataShareArn}|${namespaceArn ?? region ?? 'account'}`;
}
