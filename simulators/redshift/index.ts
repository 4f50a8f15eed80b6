/** Amazon Redshift: the consumers of data shares. */

import { AwsError, accountRegionOf } from '@offboard/local-aws/service';
import type { Simulator } from '../common/simulator.ts';
import { datashareConsumers } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

export const redshift: Simulator = {
  serve,
  associations: [datashareConsumers],
  durations: { redshift: [0, 0] },
  variants,
  /** The Query protocol's common error: the model names none. */
  throttled: () => new AwsError('Throttling', 'Rate exceeded'),
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ dataShareArn }) => ({ type: 'account', id: accountRegionOf(String(dataShareArn)).account }),
};
