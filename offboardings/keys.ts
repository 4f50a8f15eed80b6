/**
 * Keys of the stack's bucket. A lifecycle rule deletes `work/`; Object Lock keeps `offboardings/` and `keys/`. Ids and names are senders' texts:
 * a key has the hash of an id, so that no id reaches into another's prefix.
 */

import { createHash } from 'node:crypto';

/** The plans and evidence of one request, over all its runs; without an id, those of all. */
export function keptPrefix(requestId = ''): string {
  return requestId === '' ? 'offboardings/' : `offboardings/${hashOf(requestId)}/`;
}

/** The intermediate objects of one request, or of one of its runs. @param run the execution's name. */
export function workPrefix(requestId: string, run?: string): string {
  return `work/${hashOf(requestId)}/${run === undefined ? '' : `${runKey(run)}/`}`;
}

export function workKey(requestId: string, run: string, name: string): string {
  return workPrefix(requestId, run) + name;
}

/** The results of the items of one run. */
export function resultsPrefix(requestId: string, run: string): string {
  return workKey(requestId, run, 'results/');
}

/** @param execution the name of the item's: another execution's result never takes the place of an item's. */
export function resultKey(requestId: string, run: string, number: number, execution: string): string {
  return `${resultsPrefix(requestId, run)}${String(number).padStart(6, '0')}_${runKey(execution)}.json`;
}

export function planKey(requestId: string, run: string): string {
  return `${keptPrefix(requestId)}${runKey(run)}/plan.json`;
}

export function evidenceKey(requestId: string, run: string): string {
  return `${keptPrefix(requestId)}${runKey(run)}/evidence.json`;
}

/** The answers to the plan of one run. */
export function approvalPrefix(requestId: string, run: string): string {
  return `${keptPrefix(requestId)}${runKey(run)}/approvals/`;
}

/** @param hash of the answer's record. */
export function approvalKey(requestId: string, run: string, hash: string): string {
  return `${approvalPrefix(requestId, run)}${hash}.json`;
}

/** Whether this is the key of evidence: of this request, or of any. */
export function isEvidenceKey(key: string, requestId?: string): boolean {
  return /^offboardings\/[0-9a-f]{64}\/[\w-]+\/evidence\.json$/.test(key) && key.startsWith(keptPrefix(requestId));
}

/** The key of a request in the table of requests, which the state machines compute alike. */
export function requestKey(requestId: string): string {
  return `request#${hashOf(requestId)}`;
}

/** EventBridge, the stack and Offboard's clients name executions so; whoever starts one by hand may name it otherwise. */
function runKey(run: string): string {
  return /^[\w-]{1,80}$/.test(run) ? run : hashOf(run);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The public part of a signing key, as PEM: it outlives the key and the stack. */
export function publicKeyKey(keyId: string): string {
  return `keys/${keyId}.pem`;
}
