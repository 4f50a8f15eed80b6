/** Which values a stage's parameters may have, and which names a stage. */

import { describe, expect, it } from 'vitest';
import { checkNames, checkParameters, checkRetention } from '../../packaging/stage.ts';

describe('a stage named', () => {
  const functions = (stage: string) => [`offboard-${stage}-start`, `offboard-${stage}-discover-${'k'.repeat(32)}`];
  const check = (stage: string) => checkNames(`offboard-${stage}`, functions(stage));

  it.each(['dev', 'eu-prod-2', 'x'.repeat(13)])('%s is taken', (stage) => {
    expect(() => check(stage)).not.toThrow();
  });

  it.each(['Prod', 'my_stage', ''])('%j is refused: no bucket has such a name', (stage) => {
    expect(() => check(stage)).toThrow(/lower-case letters, digits and hyphens only/);
  });

  it('at too great a length is refused, with the name that Lambda would not take', () => {
    expect(() => check('x'.repeat(14))).toThrow(
      /too long by 1: Lambda takes no function named offboard-x+-discover-k+$/,
    );
  });
});

describe('evidence is kept for', () => {
  it.each([1, 365, '3650'])('%j days', (days) => {
    expect(() => checkRetention(days)).not.toThrow();
  });

  it.each([0, '0', '', '1y', '-1', '1.5'])('%j is refused: no date could be made of it', (days) => {
    expect(() => checkRetention(days)).toThrow(/number of days from 1 on/);
  });
});

describe('a stage parameter', () => {
  const known = ['regions', 'domains'];

  it('that the stack or a kind has is taken', () => {
    expect(() => checkParameters(['domains'], known)).not.toThrow();
  });

  it('that nothing reads is refused: a misspelt pattern would narrow nothing', () => {
    expect(() => checkParameters(['domians', 'regions'], known)).toThrow(
      'the stack has no parameter domians; it has domains, regions',
    );
  });
});
