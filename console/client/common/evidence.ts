/** The evidence of an execution, read until it is there: a document is written once and never changes. */

import type { PublishedEvidence } from '../../../client/evidence/published.ts';
import { get } from './api.ts';
import { type Polled, polled } from './polling.ts';

interface EvidenceAnswer {
  evidence?: PublishedEvidence;
}

let open: { arn: string; answer: Polled<EvidenceAnswer> } | undefined;

export function evidenceOf(arn: string): Polled<EvidenceAnswer> {
  if (open?.arn !== arn) open = { arn, answer: polled(() => get<EvidenceAnswer>('evidence', { arn }), 2_000) };
  const { answer } = open;
  if (!answer.value?.evidence) answer.keepPolling();
  return answer;
}
