import { describe, expect, it } from 'vitest';
import { associations } from '../../associations/registry.ts';
import { disassociationRequested, InvalidEvent, newMetadata } from '../../events/index.ts';

const metadata = newMetadata({ timestamp: '2026-11-20T15:24:51Z' });
const { example: target } = associations['opensearch-packages'].target;

/** Every problem of a request with this data, as `path: message`. */
function problems(data: unknown, meta: unknown = metadata): string[] {
  try {
    disassociationRequested.read({ 'detail-type': 'DisassociationRequested', detail: { metadata: meta, data } });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('DisassociationRequested', () => {
  it.each(Object.values(associations).map(({ kind, target: { example } }) => [kind, example]))(
    'takes the example of %s',
    (kind, example) => {
      expect(problems({ association: kind, target: example })).toEqual([]);
    },
  );

  it('takes where and a deadline', () => {
    const where = { region: 'eu-west-1', roleArn: 'arn:aws:iam::444455556666:role/offboard-spoke' };
    const data = { association: 'opensearch-packages', target, where, deadline: '2026-11-21T15:24:51Z' };
    expect(problems(data)).toEqual([]);
  });

  it('names the kinds it knows where it gets another', () => {
    expect(problems({ association: 'nosuch', target })).toEqual([
      expect.stringMatching(/^detail\.data\.association: .*opensearch-packages, .*payment-cryptography-mpa-team/),
    ]);
  });

  it('lists every problem, each with its path', () => {
    const data = {
      association: 'opensearch-packages',
      target: { domainName: 'NO', packageIds: [], more: 1 },
      where: { region: 'nowhere', roleArn: 'arn:aws:s3:::bucket' },
    };
    const told = problems(data, { ...metadata, timestamp: 'yesterday', version: '7' });
    for (const path of [
      'detail.metadata.timestamp',
      'detail.metadata.version',
      'detail.data.target.domainName',
      'detail.data.target.packageIds',
      'detail.data.target.more',
      'detail.data.where.region',
      'detail.data.where.roleArn',
    ]) {
      expect(told, path).toContainEqual(expect.stringContaining(`${path}: `));
    }
  });

  it.each([
    ['before the request', '2026-11-20T15:24:50Z'],
    ['more than 30 days after it', '2026-12-20T15:24:52Z'],
  ])('refuses a deadline %s', (_, deadline) => {
    expect(problems({ association: 'opensearch-packages', target, deadline })).toEqual([
      'detail.data.deadline: deadline must be after metadata.timestamp, at most 30 days later',
    ]);
  });

  it.each([
    '2026-11-21T15:24:51+09',
    '2026-11-31T15:24:51Z',
    '2026-11-21T24:24:51Z',
    '2026-11-21T15:24:51',
    'tomorrow',
  ])('refuses %s, which is no moment', (deadline) => {
    expect(problems({ association: 'opensearch-packages', target, deadline })).toContainEqual(
      'detail.data.deadline: deadline must be a timestamp such as 2026-11-20T15:24:51Z',
    );
  });

  it.each([
    '2026-11-21T15:24:51.123456789Z',
    '2026-11-21 15:24:51Z',
    '2026-11-22T00:24:51+0900',
    '2026-11-21T00:00:00Z',
  ])('takes %s', (deadline) => {
    expect(problems({ association: 'opensearch-packages', target, deadline })).toEqual([]);
  });

  it.each([
    ['requestedBy', 'dana@example.com', 'a user name, an ARN or the name of a system'],
    ['requestedBy', 'call +49 30 901820', 'a user name, an ARN or the name of a system'],
    ['requestedBy', 'arn:aws:iam::111122223333:user/dana, dana@example.com', 'a user name, an ARN'],
    ['reason', 'dana@example.com leaves', 'must be without personal data'],
    ['reason', 'dana＠example．com leaves', 'must be without personal data'],
    ['reason', 'dana@\u200bexample.рф leaves', 'must be without personal data'],
    ['reason', 'call ＋４９ ３０ ９０１８２０', 'must be without personal data'],
    ['reason', 'card 4111 1111 1111 1111', 'must be without personal data'],
  ])('refuses personal data in %s: %s', (field, value, message) => {
    expect(problems({ association: 'opensearch-packages', target }, { ...metadata, [field]: value })).toEqual([
      expect.stringMatching(new RegExp(`^detail\\.metadata\\.${field}: .*${message}`)),
    ]);
  });

  it.each([
    'dana',
    'ticket HR-20261120',
    'arn:aws:iam::111122223333:user/dana',
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/dana@example.com',
  ])('takes %s as who requests', (requestedBy) => {
    expect(problems({ association: 'opensearch-packages', target }, { ...metadata, requestedBy })).toEqual([]);
  });

  it.each([undefined, null, 'text', 7, []])('refuses %j as a detail', (detail) => {
    const event = { 'detail-type': 'DisassociationRequested', detail };
    expect(() => disassociationRequested.read(event)).toThrow(InvalidEvent);
  });
});
