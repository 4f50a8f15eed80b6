/** Which cleanup policies are accepted. */

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../events/cleanup.ts';

const problemsOf = (match: unknown, kinds = ['codeartifact-external-connection']) =>
  (v.safeParse(policySchema, { name: 'public-registries', description: 'x', kinds, match }).issues ?? []).map(
    ({ message }) => message,
  );

describe('a policy matches', () => {
  it.each([
    { status: ['Available'], ageDays: [{ numeric: ['>', 30] }] },
    { target: { repository: [{ prefix: 'prod-' }] } },
    { $or: [{ target: { domain: ['acme'] } }, { account: ['111122223333'] }] },
    { snapshot: { anything: { that: [{ exists: false }] } } },
  ])('fields that associations have: %j', (match) => expect(problemsOf(match)).toEqual([]));

  it.each([
    [{ staus: [{ exists: false }] }, /^match has staus, which no association has; it may have association, target/],
    [{ target: { repositry: ['web'] } }, /^match.target has repositry, .* may have domain, domainOwner, repository/],
    [{ $or: [{ account: ['1'] }, { target: { username: ['alice'] } }] }, /^match.target has username/],
  ])('none that no association of its kinds has: %j', (match, problem) =>
    expect(problemsOf(match)).toEqual([expect.stringMatching(problem)]),
  );

  it('the fields of each of its kinds', () => {
    const kinds = ['codeartifact-external-connection', 'license-manager-user'];
    expect(problemsOf({ $or: [{ target: { username: ['alice'] } }, { target: { domain: ['acme'] } }] }, kinds)).toEqual(
      [],
    );
  });
});
