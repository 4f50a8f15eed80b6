/** What a subject has through others and a plan leaves, as one line of text. */

import type { InheritedAssociation } from '../../offboardings/common/found.ts';

export function inheritedText({ kind, label, through }: InheritedAssociation): string {
  return `${kind} ${label}: through ${through}`;
}
