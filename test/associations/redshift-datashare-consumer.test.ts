import { targetContract } from '../../events/targets/index.ts';
import { describeAssociation } from './suite.ts';

const { example } = targetContract('redshift-datashare-consumer');

describeAssociation('redshift-datashare-consumer', {
  key: `${example.dataShareArn}|${example.consumerArn}`,
  asks: 'DisassociateDataShareConsumer',
  looks: 'DescribeDataShares',
  questions: ['redshiftAfter', 'redshiftRepeat', 'redshiftMismatch', 'redshiftRegion'],
  bad: [{ fate: { outcome: 'stuck' }, error: 'WentBack' }],
  dated: true,
  filter: { producerAccount: '444455556666' },
});
