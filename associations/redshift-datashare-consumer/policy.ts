import { synchronous } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import type { DataShareConsumer } from './target.ts';

export const policy: Policy<DataShareConsumer> = {
  service: 'Redshift',

  pace: synchronous,
  maxConcurrency: 10,

  subjects: {
    account: { field: 'producerAccount', description: 'the producer account of datashares' },
  },
  filterOf: ({ dataShareArn }) => ({ dataShareArn }),

  assess: ({ target: { disassociateEntireAccount = false } }) => ({
    risks: disassociateEntireAccount ? ['whole-account'] : [],
    impact: [
      disassociateEntireAccount
        ? 'every namespace of the account loses the share, in every Region'
        : 'queries on the share fail from now on',
    ],
    restoreMethod: 'associating the consumer again, while the producer still authorizes it',
  }),
  restoreSideEffects: 'the producer must still authorize the share',
};
