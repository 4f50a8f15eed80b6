import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { associations, type Kind } from '../../associations/registry.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { objectOf, Stack } from './stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

/** The evidence lies where the event says, whole, and its head is the published one. */
async function expectKept({ outcome, evidence }: { outcome: string; evidence?: Published }): Promise<void> {
  const { bucket, key, head, keyId } = evidence as Published;
  const text = await objectOf(stack, { bucket, key });
  const pem = await objectOf(stack, { bucket, key: `keys/${keyId}.pem` });
  expect(verifyEvidence(text, { key: pem, keyId, head })).toEqual([]);
  const document = JSON.parse(text) as Evidence;
  expect(document.records.find(({ type }) => type === 'single')?.content).toMatchObject({ result: { outcome } });
}

type Published = { bucket: string; key: string; head: string; keyId: string };

const wish = (association: Kind) => ({ association, target: associations[association].target.example });

describe('one event on the packaged stack', () => {
  it.each([
    'opensearch-packages',
    'codeartifact-external-connection',
    'redshift-datashare-consumer',
    'license-manager-user',
    'payment-cryptography-mpa-team',
  ] as const)('ends an association of the kind %s, and a second one finds it gone', async (kind) => {
    const first = await stack.answerTo(await stack.ask(wish(kind)));
    expect(first).toMatchObject({
      'detail-type': 'DisassociationCompleted',
      detail: { data: { outcome: 'DISASSOCIATED' } },
    });
    const second = await stack.answerTo(await stack.ask(wish(kind)));
    expect(second.detail.data).toMatchObject({ outcome: 'ALREADY_GONE', neverSeen: true });
    await stack.runtime.settled();
    for (const { detail } of [first, second]) await expectKept(detail.data);
  });

  it.each([
    ['acmee', 'web', 'public:npmjs', 'DisassociationFailed', { outcome: 'NOT_FOUND', error: 'NotFound' }],
    ['acme', 'webb', 'public:npmjs', 'DisassociationFailed', { outcome: 'NOT_FOUND', error: 'NotFound' }],
    ['acme', 'api', 'public:npmjs', 'DisassociationCompleted', { outcome: 'ALREADY_GONE', neverSeen: true }],
  ])(
    'does not take a mistyped name for a success: %s/%s/%s',
    async (domain, repository, externalConnection, type, data) => {
      const target = { domain, repository, externalConnection };
      const answer = await stack.answerTo(await stack.ask({ association: 'codeartifact-external-connection', target }));
      expect(answer).toMatchObject({ 'detail-type': type, detail: { data } });
      await stack.runtime.settled();
      await expectKept(answer.detail.data);
    },
  );

  it('is rejected where nobody knows its kind', async () => {
    const answer = await stack.answerTo(await stack.ask({ association: 'nosuch', target: {} }));
    expect(answer['detail-type']).toBe('DisassociationRejected');
    expect(answer.detail.data.problems?.map(({ path }) => path)).toEqual(['detail.data.association']);
  });

  it('is rejected with every problem where its target is invalid', async () => {
    const answer = await stack.answerTo(
      await stack.ask({ association: 'opensearch-packages', target: { domainName: 'NO', more: 1 } }),
    );
    expect(answer.detail.data.problems?.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'detail.data.target.domainName',
        'detail.data.target.packageIds',
        'detail.data.target.more',
      ]),
    );
  });

  it('is rejected where its detail-type is misspelt', async () => {
    const answer = await stack.answerTo(
      await stack.ask(wish('opensearch-packages'), { detailType: 'DissociationRequested' }),
    );
    expect(answer.detail.data.problems?.map(({ path }) => path)).toEqual(['detail-type']);
  });

  it('is done through the spoke role of another account', async () => {
    const where = { roleArn: 'arn:aws:iam::222233334444:role/offboard-spoke' };
    const answer = await stack.answerTo(await stack.ask({ ...wish('opensearch-packages'), where }));
    // That account has no such domain.
    expect(answer.detail.data.outcome).toBe('NOT_FOUND');
    const acted = stack.runtime.calls
      .list()
      .filter(({ service, account }) => service === 'opensearch' && account === '222233334444');
    expect(acted.map(({ caller }) => caller)).toEqual(
      acted.map(() => expect.stringContaining(':assumed-role/offboard-spoke/offboard-')),
    );
    expect(acted.length).toBeGreaterThan(0);
  });

  it('is rejected where it would act through a role that is not the stack’s', async () => {
    const where = { roleArn: 'arn:aws:iam::444455556666:role/admin' };
    const answer = await stack.answerTo(await stack.ask({ ...wish('codeartifact-external-connection'), where }));
    expect(answer.detail.data.problems?.map(({ path }) => path)).toEqual(['detail.data.where.roleArn']);
  });
});

describe('an execution that someone stops', () => {
  it('is spoken for by the reporter', async () => {
    await using slow = await Stack.start({ clock: 'real' });
    const id = await slow.ask(wish('opensearch-packages'));
    await slow.stopTheRunning('opensearch-packages');
    const answer = await slow.answerTo(id);
    expect(answer).toMatchObject({
      'detail-type': 'DisassociationFailed',
      detail: { data: { outcome: 'FAILED', error: 'Stopped', message: 'by an operator' } },
    });
  });
});
