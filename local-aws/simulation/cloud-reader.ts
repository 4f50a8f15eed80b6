/** What of a simulated cloud decides the status of an association, where its timeline alone does not. */

import type { AccountRegion } from '../core/account-region.ts';
import type { ResourceType } from './resource-type.ts';
import type { Variants } from './service-variants.ts';

export interface CloudReader {
  now(): number;
  resource<Resource>(type: ResourceType<Resource>, location: AccountRegion, name: string): Resource | undefined;
  /** The chosen answer to one of a service's open questions. */
  variant<Questions extends Variants, Name extends keyof Questions & string>(
    variants: Questions,
    name: Name,
  ): Questions[Name]['answers'][number];
}
