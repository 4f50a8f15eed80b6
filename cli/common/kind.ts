/** A kind as somebody typed it. */

import type { AssociationDescription } from '../../associations/common/contract.ts';
import { associationOf, isKind, type Kind, kinds } from '../../associations/registry.ts';
import { didYouMean } from './did-you-mean.ts';
import { usage } from './exit.ts';

/** @throws ClientError INVALID that lists the kinds. */
export function kindOf(name: string): Kind {
  if (isKind(name)) return name;
  throw usage(
    `'${name}' is not a kind of association`,
    ...didYouMean(name, kinds),
    `the kinds are: ${kinds.join(', ')}`,
  );
}

/** @throws ClientError INVALID that lists the kinds. */
export function descriptionOf(name: string): AssociationDescription {
  return associationOf(kindOf(name));
}
