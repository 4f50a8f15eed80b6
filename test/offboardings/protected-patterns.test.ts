import { describe, expect, it } from 'vitest';
import { parseProtectedNames, protectionOf } from '../../offboardings/common/protected-patterns.ts';

const isProtected = (name: string, text: string) => protectionOf(name, parseProtectedNames(text)) !== undefined;

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
