/** Documents of evidence as objects, to be changed and written again. */

import { canonical } from '../../offboardings/canonical.ts';
import {
  chainedText,
  type Evidence,
  type Unchained,
  type UnsignedEvidence,
} from '../../offboardings/evidence/document.ts';

export function chain(unchained: Unchained): UnsignedEvidence {
  const { signature: _none, ...document } = JSON.parse(chainedText(unchained).signed('')) as Evidence;
  return document;
}

export function evidenceText(evidence: Evidence): string {
  return canonical(evidence);
}
