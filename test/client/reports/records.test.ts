/** What is read out of an evidence: the page to print, the auditor's row, what can be tied again. */

import { describe, expect, it } from 'vitest';
import { evidencePage } from '../../../client/evidence/page.ts';
import { reportRow } from '../../../client/reports/report-row.ts';
import { restorablesIn } from '../../../client/restorations/restorable.ts';
import { type EvidenceInput, evidenceOf, singleEvidenceOf } from '../../../offboardings/evidence/contents.ts';
import type { Evidence } from '../../../offboardings/evidence/document.ts';
import type { ItemResult } from '../../../offboardings/item-result.ts';
import { evidenceKey, isEvidenceKey, planKey } from '../../../offboardings/keys.ts';
import { makePlan } from '../../../offboardings/make-plan.ts';
import { rollUp } from '../../../offboardings/roll-up.ts';
import { chain } from '../../offboardings/chain.ts';
import { connection, MADE, page, request } from '../../offboardings/found.ts';

describe('a key of the bucket', () => {
  it('is of the evidence of this request, and of no other whose id begins alike', () => {
    expect(isEvidenceKey(evidenceKey('a', 'run'), 'a')).toBe(true);
    expect(isEvidenceKey(evidenceKey('b', 'run'), 'a')).toBe(false);
    expect(isEvidenceKey(evidenceKey('a', '../run'), 'a')).toBe(true);
    expect(isEvidenceKey(evidenceKey('a', 'run'))).toBe(true);
    expect(isEvidenceKey(planKey('a', 'run'))).toBe(false);
  });
});

const HOUR = 3_600;
const asked = request();
const plan = { ...makePlan(asked, [page(['web', 'api', 'jobs'].map((name) => connection(name)))], MADE), breaches: [] };
const endedAt = new Date(Date.parse(asked.metadata.timestamp) + HOUR * 1000).toISOString();

function end(number: number, outcome: ItemResult['outcome']): ItemResult {
  const calls = [
    {
      service: 'codeartifact',
      operation: 'DisassociateExternalConnection',
      requestId: `call-${number}`,
      at: endedAt,
      result: 'OK',
      mutating: true,
    },
  ];
  const snapshot = { note: '<script>alert("x")</script>' };
  return {
    number,
    outcome,
    execution: 'arn',
    serviceStatus: 'ABSENT',
    before: snapshot,
    after: null,
    polls: 1,
    calls,
    callCount: 1,
    endedAt,
  };
}

const DANA = 'arn:aws:iam::111122223333:user/dana';

const evidenceWith = (...outcomes: ItemResult['outcome'][]) =>
  unsigned(inputOf(outcomes.map((outcome, index) => end(index + 1, outcome))));

const unsigned = (input: EvidenceInput): Evidence => ({ ...chain(evidenceOf(input)), signature: '' });

function inputOf(results: ItemResult[]): EvidenceInput {
  return {
    keyId: 'a-key',
    plan,
    origin: { eventId: 'e', account: '111122223333', time: endedAt },
    execution: 'arn',
    approved: { approvals: [{ by: DANA, person: DANA, at: endedAt, reason: 'agreed' }] },
    requester: { name: 'eve', proof: 'claimed' as const },
    results: new Map(results.map((result) => [result.number, result])),
    rollUp: rollUp(plan, results),
    endedAt,
  };
}

function singleEvidence(result: ItemResult) {
  const { metadata } = asked;
  const target = { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' };
  const document = singleEvidenceOf({
    keyId: 'a-key',
    request: { metadata, data: { association: 'codeartifact-external-connection', target } },
    origin: { eventId: 'e', account: '111122223333', time: endedAt },
    execution: 'arn',
    result,
  });
  return { ...chain(document), signature: '' };
}

describe('the report', () => {
  it('has a row of what was denied, which is neither gone nor late', () => {
    const rejected = [{ reason: 'denied' as const, by: 'arn:aws:iam::111122223333:user/eve' }];
    const row = reportRow(unsigned({ ...inputOf([]), rejected }), 24 * 365 * HOUR);
    expect(row).toMatchObject({ rejected: 'denied', removed: 0, remaining: 3, withinSla: true, approvedBy: '' });
  });

  it.each([
    [HOUR, true],
    [HOUR - 1, false],
  ])('against %i seconds, what took an hour is in time: %s', (sla, withinSla) => {
    const row = reportRow(evidenceWith('DISASSOCIATED', 'ALREADY_GONE', 'DISASSOCIATED'), sla);
    expect(row).toMatchObject({
      planned: 3,
      removed: 2,
      alreadyGone: 1,
      skipped: 0,
      remaining: 0,
      seconds: HOUR,
      withinSla,
    });
    expect(row.approvedBy).toBe('arn:aws:iam::111122223333:user/dana');
  });

  it('counts what was not removed apart, and none of it is in time', () => {
    const row = reportRow(evidenceWith('SKIPPED', 'NOT_FOUND', 'FAILED'), 30 * 24 * HOUR);
    expect(row).toMatchObject({ removed: 0, skipped: 1, notFound: 1, failed: 1, remaining: 3, withinSla: false });
  });

  it('a single request for what was never seen removed nothing, and is not in time', () => {
    const result: ItemResult = { ...end(1, 'ALREADY_GONE'), neverSeen: true };
    const row = reportRow(singleEvidence(result), 30 * 24 * HOUR);
    expect(row).toMatchObject({ removed: 0, alreadyGone: 0, neverSeen: 1, remaining: 0, withinSla: false });
  });

  it('counts what was named and never seen beside what was gone before', () => {
    const results = [end(1, 'ALREADY_GONE')];
    const excluded = [{ kind: 'codeartifact-external-connection', target: {}, where: {}, reason: 'not found' }];
    const counts = rollUp({ ...plan, excluded }, results);
    expect(reportRow(unsigned({ ...inputOf(results), rollUp: counts }), HOUR)).toMatchObject({
      alreadyGone: 1,
      neverSeen: 1,
      withinSla: false,
    });
  });

  it('what is left is never in time', () => {
    const row = reportRow(evidenceWith('DISASSOCIATED', 'FAILED', 'TIMED_OUT'), 30 * 24 * HOUR);
    expect(row).toMatchObject({ removed: 1, remaining: 2, withinSla: false });
  });
});

describe('the page', () => {
  const html = evidencePage(evidenceWith('DISASSOCIATED', 'DISASSOCIATED', 'DISASSOCIATED'));

  it('shows every call with its AWS request id, and the head', () => {
    for (const number of [1, 2, 3]) expect(html).toContain(`call-${number}`);
    expect(html).toContain(evidenceWith('DISASSOCIATED', 'DISASSOCIATED', 'DISASSOCIATED').head);
    expect(html).toContain('eve (claimed; the request names dana)');
  });

  it('runs nothing that a service said', () => {
    expect(html).not.toContain('<script');
    expect(html).toMatch(/default-src 'none'; style-src 'sha256-[\w+/]{43}='"/);
  });

  it('runs nothing, whatever text of a document is replaced', () => {
    const attack = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    const replaced = (value: unknown): unknown => {
      if (typeof value === 'string') return `${value}${attack}`;
      if (Array.isArray(value)) return value.map(replaced);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, key === 'type' ? inner : replaced(inner)]),
      );
    };
    const forged = replaced(evidenceWith('DISASSOCIATED', 'FAILED', 'TIMED_OUT')) as Parameters<typeof evidencePage>[0];
    expect(evidencePage(forged)).not.toMatch(/<script|<img/);
  });
});

describe('what can be restored', () => {
  it('is what was removed, and says why not the rest', () => {
    const items = restorablesIn(evidenceWith('DISASSOCIATED', 'ALREADY_GONE', 'FAILED'));
    expect(items.map(({ obstacle }) => obstacle)).toEqual([
      undefined,
      'this request did not remove it: it was gone before',
      'it was not removed (FAILED)',
    ]);
  });

  it('is not what was never started', () => {
    expect(restorablesIn(evidenceWith('DISASSOCIATED'))[2]?.obstacle).toBe('it was not started');
  });
});
