/** Compares the calls that evidence records with the simulated services' own log. */

import { type EffectRecord, OUTSIDE } from '@offboard/local-aws/simulation';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import type { Harness } from '../common/harness.ts';

export type Call = ReturnType<typeof callsIn>[number];

export function callsIn(records: Evidence['records']) {
  return resultsIn(records).flatMap((result) => result?.calls ?? []);
}

/** The items of an offboarding, or the one association of a single request. */
export function resultsIn(records: Evidence['records']) {
  return records.flatMap((record) =>
    record.type === 'item' || record.type === 'single' ? [record.content.result] : [],
  );
}

/** A function that associates again made the call, which is in no evidence: that is about removals. */
export function isOfRestoration({ caller }: Pick<EffectRecord, 'caller'>): boolean {
  return /\/[^/]*-restore-[^/]*$/.test(caller);
}

/** Both ways: the service answered each call as the evidence says, and each call that changed something is in the evidence. */
export function disagreements({ runtime }: Harness, calls: readonly Call[]): string[] {
  const logged = new Map(runtime.calls.list().map((record) => [record.requestId, record]));
  const recorded = new Map(calls.map((call) => [call.requestId, call]));
  const invented = calls.flatMap((call) => {
    const record = logged.get(call.requestId);
    if (record === undefined) return [`the service never had ${call.operation} ${call.requestId}`];
    const agrees = record.operation === call.operation && (record.result === 'OK') === (call.result === 'OK');
    return agrees ? [] : [`${call.operation} ended ${call.result}, and the service says ${record.result}`];
  });
  const concealed = runtime.cloud.effects
    .list()
    .filter((effect) => effect.caller !== OUTSIDE && !isOfRestoration(effect))
    .filter(({ requestId }) => recorded.get(requestId)?.mutating !== true)
    .map(({ operation, key }) => `${operation} of ${key} is not in the evidence`);
  return [...invented, ...concealed];
}
