/** Amazon OpenSearch Service: the packages associated with domains. */

import type { Simulator } from '../common/simulator.ts';
import { packageAssociations } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export const opensearch: Simulator = {
  serve,
  associations: [packageAssociations],
  durations: {
    /** Users report 2 to 10 minutes. */
    dictionary: [2 * MINUTE, 10 * MINUTE],
    /** A plugin waits for a blue/green deployment of its domain; the range is assumed. */
    plugin: [1 * HOUR, 4 * HOUR],
  },
  variants,
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ domainName }) => ({ type: 'domain', id: String(domainName) }),
};
