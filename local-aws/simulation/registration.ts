/** What a cloud must know of a simulated service before it can keep its associations. */

import type { AssociationType } from './association.ts';
import type { DurationRange } from './scripted-outcome.ts';
import type { Variants } from './service-variants.ts';

export interface Registration {
  /** The kinds of association that the service keeps. */
  associations?: readonly AssociationType[];
  /** By name: how long each of its changes takes. */
  durations?: Readonly<Record<string, DurationRange>>;
  variants?: Variants;
}
