import { describe, expect, it } from 'vitest';
import { nearestNames, textsIn } from '../../client/nearest-names.ts';

describe('the nearest names', () => {
  const existing = new Set(
    textsIn([{ username: 'alice' }, { username: 'alicia' }, { username: 'bob' }, { domain: 'Movies' }]),
  );

  it.each([
    ['alcie', ['alice', 'alicia']],
    ['ALICE', ['alice', 'alicia']],
    ['moveis', ['Movies']],
    ['zoe', []],
    ['bob', []],
  ])('to %s are %j', (name, nearest) => {
    expect(nearestNames([name], existing).nearest).toEqual(nearest);
  });

  it('are also found within an ARN', () => {
    const dataShareArn = 'arn:aws:redshift:us-east-1:111122223333:datashare:1f2e/sales';
    expect(nearestNames(['111122223332'], new Set(textsIn({ dataShareArn }))).nearest).toEqual(['111122223333']);
  });

  it('are three at most', () => {
    expect(nearestNames(['web0'], new Set(['web1', 'web2', 'web3', 'web4'])).nearest).toEqual(['web1', 'web2', 'web3']);
  });
});
