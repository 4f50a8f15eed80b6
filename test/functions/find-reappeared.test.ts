import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { associationReappeared } from '../../events/index.ts';
import { newMetadata } from '../../events/metadata.ts';
import type { PublishInput } from '../../functions/common/publish-input.ts';
import { identify } from '../../functions/common/request.ts';
import type { FindReappearedInput, Reappeared } from '../../functions/verification/find-reappeared.ts';
import type { DiscoveredPage } from '../../offboardings/common/found.ts';
import type { RemovedItem, Verification } from '../../offboardings/common/verification.ts';
import { connection, NOW, page } from '../offboardings/found.ts';
import { BUCKET, bucket } from './bucket.ts';
import { invoke, wire } from './wire.ts';

Object.assign(process.env, { BUCKET_NAME: BUCKET });
let s3 = bucket();
const aws = await wire((asked) => s3.answer(asked));
const { handler } = await import('../../functions/collect.ts');

afterAll(() => aws[Symbol.asyncDispose]());

const PREFIX = 'work/a/run1/verification/';

function removed(repository: string): RemovedItem {
  const { kind, target, where } = connection(repository);
  const metadata = newMetadata({ id: `item-${repository}` });
  return { kind, target, where, metadata, eventId: `answer-${repository}`, goneAt: NOW.toISOString() };
}

beforeEach(() => {
  s3 = bucket();
  const verification: Verification = {
    items: [removed('web'), removed('api')],
    searches: ['000'],
    inaccessible: ['codeartifact-external-connection 111122223333 us-east-1 old'],
  };
  s3.objects.set(`${PREFIX}removed.json`, verification);
});

const find = (check: number, ...pages: DiscoveredPage[]) => {
  pages.forEach((one, index) => {
    s3.objects.set(`${PREFIX}${check}/000-000${index}.json`, one);
  });
  return invoke<FindReappearedInput, Reappeared>(handler, { offboarding: 'o', prefix: PREFIX, check });
};

/** What is to be published, read by its contract. */
const inputs = (check: number) =>
  (s3.objects.get(`${PREFIX}reappeared-${check}.json`) as PublishInput[]).map(({ request, detailType, data }) => {
    const metadata = newMetadata({ id: 'event' });
    associationReappeared.read({ 'detail-type': detailType, detail: { metadata, data } });
    return { ...identify(request), data };
  });

const inaccessible = (name: string) => ({
  kind: 'codeartifact-external-connection' as const,
  where: { region: 'us-east-1' },
  at: `111122223333 us-east-1 ${name}`,
  error: 'AccessDenied',
  message: 'no',
});

describe('find-reappeared', () => {
  it('has what is there again published, in answer to its completion event, and nothing else', async () => {
    const others = [connection('new'), connection('api', { where: { region: 'eu-west-1' } })];
    expect(await find(0, page([connection('web'), ...others]))).toMatchObject({ reappeared: 1, unread: 0 });
    expect(inputs(0)).toMatchObject([
      {
        ...{ id: 'answer-web', correlationId: 'item-web' },
        data: {
          ...{ target: removed('web').target, request: { id: 'item-web' }, goneAt: NOW.toISOString() },
          ...{ serviceStatus: 'Available', snapshot: { name: 'web' } },
        },
      },
    ]);
  });

  it('has it published once, however often it is found', async () => {
    await find(0, page([connection('web')]));
    expect(await find(1, page([connection('web'), connection('api')]))).toMatchObject({ reappeared: 1 });
    expect([...inputs(0), ...inputs(1)].map(({ id }) => id)).toEqual(['answer-web', 'answer-api']);
  });

  it.each([
    ['a search that did not end', [page([], { cursor: 'more' })], 1],
    ['a search without a page', [], 1],
    ['a resource that cannot be read any more', [page([], { inaccessible: [inaccessible('new')] })], 1],
    ['no resource that could not be read before', [page([], { inaccessible: [inaccessible('old')] })], 0],
  ])('counts as unread %s', async (_, pages, unread) => {
    expect(await find(0, ...pages)).toMatchObject({ reappeared: 0, unread });
  });
});
