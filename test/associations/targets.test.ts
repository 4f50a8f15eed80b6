import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { personalData } from '../../associations/personal-data.ts';
import { associationOf, type Kind, kinds } from '../../associations/registry.ts';

/** Every problem, each with its path. */
function problems(kind: Kind, target: unknown): string[] {
  const { issues = [] } = v.safeParse(associationOf(kind).target.schema, target);
  return issues.map((issue) => `${v.getDotPath(issue) ?? '-'}: ${issue.message}`);
}

describe.each(kinds)('%s', (kind) => {
  const { example, fields, label } = associationOf(kind).target;

  it('has an example that keeps its schema, and a line for each of its fields', () => {
    expect(problems(kind, example)).toEqual([]);
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(example)));
  });

  it('refuses a field it does not know, at its path', () => {
    expect(problems(kind, { ...example, colour: 'red' }).join()).toMatch(/^colour: /);
  });

  it('refuses what is no target at all', () => {
    for (const nothing of [null, undefined, 'x', 1, [], {}]) expect(problems(kind, nothing)).not.toEqual([]);
  });

  it('has a short label', () => {
    expect(label(example)).toMatch(/^\S{1,120}$/);
  });
});

const alice = associationOf('license-manager-user').target.example;
const sales = associationOf('redshift-datashare-consumer').target.example;
const { consumerArn: _, ...share } = sales as Record<string, unknown>;

describe('what each field must be', () => {
  it.each<[Kind, unknown, RegExp]>([
    [
      'opensearch-packages',
      { domainName: 'Movies', packageIds: [] },
      /domainName: must be 3 to 28.*packageIds: must have at least one/,
    ],
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F1', 'X2'] }, /^packageIds\.1: must be a package id/],
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F1', 'F1'] }, /once/],
    [
      'codeartifact-external-connection',
      { domain: 'a', repository: '-', externalConnection: 'x y', domainOwner: '1' },
      /domain:.*domainOwner:.*repository:.*externalConnection:/,
    ],
    [
      'redshift-datashare-consumer',
      share,
      /must have exactly one of disassociateEntireAccount, consumerArn, consumerRegion/,
    ],
    ['redshift-datashare-consumer', { ...sales, consumerRegion: 'eu-west-1' }, /exactly one/],
    ['redshift-datashare-consumer', { ...share, disassociateEntireAccount: false }, /must be true/],
    ['license-manager-user', { username: 'alice' }, /either instanceUserArn alone/],
    [
      'license-manager-user',
      {
        ...alice,
        instanceUserArn: 'arn:aws:license-manager-user-subscriptions:us-east-1:111122223333:instance-user/u-1',
      },
      /either instanceUserArn alone/,
    ],
    [
      'license-manager-user',
      { ...alice, identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'x' } } },
      /identityProvider\.ActiveDirectoryIdentityProvider\.DirectoryId: /,
    ],
    ['payment-cryptography-mpa-team', { action: 'EXPORT' }, /must be IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE/],
    [
      'payment-cryptography-mpa-team',
      { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE', requesterComment: 'x'.repeat(201) },
      /at most 200/,
    ],
    [
      'payment-cryptography-mpa-team',
      { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE', requesterComment: 'ask bob@example.com' },
      /without personal data.*clear text.*an e-mail address/,
    ],
  ])('%s %j', (kind, target, problem) => {
    expect(problems(kind, target).join(' ')).toMatch(problem);
  });

  it.each<[Kind, unknown]>([
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F1', 'G2', 'pkg-0a'] }],
    [
      'codeartifact-external-connection',
      { domain: 'acme', domainOwner: '111122223333', repository: 'r2.d2', externalConnection: 'public:crates-io' },
    ],
    ['redshift-datashare-consumer', { ...share, disassociateEntireAccount: true }],
    ['redshift-datashare-consumer', { ...share, consumerRegion: 'eu-central-1' }],
    [
      'redshift-datashare-consumer',
      {
        ...share,
        consumerArn:
          'arn:aws:redshift-serverless:us-east-1:111122223333:namespace/1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
      },
    ],
    [
      'license-manager-user',
      { instanceUserArn: 'arn:aws:license-manager-user-subscriptions:us-east-1:111122223333:instance-user/u-1' },
    ],
    [
      'license-manager-user',
      {
        ...alice,
        identityProvider: {
          ActiveDirectoryIdentityProvider: {
            DirectoryId: 'sd-1234567890',
            ActiveDirectoryType: 'SELF_MANAGED',
            ActiveDirectorySettings: { DomainName: 'corp' },
          },
        },
      },
    ],
    [
      'payment-cryptography-mpa-team',
      {
        action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE',
        requesterComment: 'Contract 4711 ended on 2026-03-01, account 111122223333',
      },
    ],
  ])('%s %j is a target', (kind, target) => {
    expect(problems(kind, target)).toEqual([]);
  });
});

describe('personal data', () => {
  it.each([
    ['write to a.b+c@mail.example.org', 'an e-mail address'],
    ['call +49 30 901820', 'a telephone number'],
    ['call (030) 9018-2000', 'a telephone number'],
    ['phone 555-123-4567', 'a telephone number'],
    ['card 4111 1111 1111 1111', 'a card number'],
    ['card 378282246310005', 'a card number'],
  ])('%s', (text, found) => {
    expect(personalData(text)).toBe(found);
  });

  it.each([
    '',
    'ticket OPS-1234567890',
    'account 111122223333',
    'since 2026-03-01 12:00',
    'team payments leaves, see CHG0012345',
  ])('"%s" holds none', (text) => {
    expect(personalData(text)).toBeUndefined();
  });
});
