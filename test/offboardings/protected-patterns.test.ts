import { describe, expect, it } from 'vitest';
import type { Target } from '../../associations/common/target.ts';
import { associationOf, type Kind } from '../../associations/registry.ts';
import { isMatch, parseProtectedNames, protectionsOf } from '../../offboardings/common/protected-patterns.ts';

const isProtected = (name: string, text: string) => parseProtectedNames(text).some((pattern) => isMatch(name, pattern));

describe('protected names', () => {
  it.each([
    ['*/{live, vault}/**', 'opensearch-packages/vault/F1'],
    ['*/{ live,vault }/**', 'opensearch-packages/live/F1'],
    ['*/{live}/**', 'opensearch-packages/live/F1'],
    ['*/{a,{b, c}-{d,e}}/**', 'opensearch-packages/c-e/F1'],
    ['*/x/** , */{live,vault}/**', 'opensearch-packages/vault/F1'],
    ['{opensearch-packages,license-manager-user}/live/*', 'opensearch-packages/live/F1'],
    ['*/d[1-3]/**', 'opensearch-packages/d2/F1'],
    ['*/liv?/**', 'opensearch-packages/live/F1'],
    ['*/LIVE-*/**', 'opensearch-packages/live-eu/F1'],
    ['**/acme/**', 'codeartifact-external-connection/acme/web/public:npmjs'],
  ])('%s protects %s', (text, name) => {
    expect(isProtected(name, text)).toBe(true);
    expect(isProtected('opensearch-packages/other/F1', text)).toBe(false);
  });

  it.each([
    ['capitals', 'CEO'],
    ['full-width letters', 'ｃｅｏ'],
    ['a space at the end', 'ceo '],
    ['invisible characters', 'c\u200be\u202eo\u2066'],
    ['a tabulator', 'ceo\t'],
  ])('protect a name in %s, too', (_, username) => {
    expect(isProtected(`license-manager-user/i-0a1b2c3d4e5f60718/${username}`, 'license-manager-user/*/ceo')).toBe(
      true,
    );
  });

  it('are one name whether an accent is composed or not', () => {
    expect(isProtected('license-manager-user/i-1/jose\u0301', 'license-manager-user/*/jos\u00e9')).toBe(true);
  });

  it('are none in an empty text', () => expect(parseProtectedNames('')).toEqual([]));

  it.each([
    ['*/{live,vault/**', 'has a { that is not closed'],
    ['*/live}/**, */vault/**', 'has a } without its {'],
    ['*/{live,}/**', 'has an empty alternative in its braces'],
    ['*/{}/**', 'has an empty alternative'],
    ['*/live/**,,*/vault/**', 'is empty'],
    ['*/live/**,', 'is empty'],
    [' ', 'is empty'],
    ['*/{1..3}/**', 'has ..; besides names, a pattern has *, **, ?, [a-c] and {a,b}'],
    ['*/[live/**', 'has [;'],
    ['*/[!a]/**', 'has [;'],
    ['*/!(live)/**', 'has !;'],
    ['*/(live|vault)/**', 'has (;'],
    ['"*/live/**"', 'has ";'],
    ['!*/live/**', 'begins with !'],
    ['/opensearch-packages/live/F1', 'has an empty part'],
    ['*/live/', 'has an empty part'],
    ['*/live /**', 'a space beside a /'],
    ['live', 'has no /'],
    ['opensearch-package/live/**', 'begins with no kind'],
    ['{opensearch-packages,opensearch-package}/live/**', 'begins with no kind'],
    ['opensearch-packages/live', 'has 2 parts, which no name has; names are such as opensearch-packages/'],
    [`*/${'{a,b}'.repeat(200)}/**`, 'stands for more than 1000 patterns'],
  ])('%j is refused: it would protect nothing', (text, problem) => {
    expect(() => parseProtectedNames(text)).toThrow(problem);
  });
});

describe('a target that leaves open which association it means', () => {
  const share = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/sales';
  const arn = 'arn:aws:license-manager-user-subscriptions:us-east-1:111122223333:instance-user/abc';
  const wholeAccount = { dataShareArn: share, disassociateEntireAccount: true };

  it.each<[Kind, Target, string]>([
    ['license-manager-user', { instanceUserArn: arn }, 'license-manager-user/*/ceo'],
    ['license-manager-user', { instanceUserArn: arn }, '**/ceo'],
    ['redshift-datashare-consumer', wholeAccount, '*/sales/1a2b3c4d-*'],
    ['redshift-datashare-consumer', { dataShareArn: share, consumerRegion: 'eu-west-1' }, '**/sales/**'],
  ])('%s %j may be what %s protects', (kind, target, pattern) => {
    expect(protectionsOf(kind, target, [pattern])).toEqual([expect.objectContaining({ pattern })]);
  });

  it.each<[Kind, Target, string]>([
    ['license-manager-user', { instanceUserArn: arn }, 'opensearch-packages/live/**'],
    ['license-manager-user', associationOf('license-manager-user').target.example, 'license-manager-user/*/ceo'],
    ['redshift-datashare-consumer', wholeAccount, '*/payroll/*'],
  ])('%s %j is none that %s protects', (kind, target, pattern) => {
    expect(protectionsOf(kind, target, [pattern])).toEqual([]);
  });
});
