/** What a stage's parameters make of the description of one kind, and which names a stage may have. */

import { describe, expect, it } from 'vitest';
import { expand, pascal } from '../../packaging/expand.ts';
import { checkNames, checkRetention } from '../../packaging/stage.ts';

/** The functions of a kind, for a value of the parameter that limits its starts. */
function functionsWith(limit: string | undefined) {
  const empty = { Resources: {}, Outputs: {} };
  return expand({
    alarmTopicArn: '',
    kind: {
      functions: {
        start__Kind__: { name: 'start-__kind__', handler: 'x', reservedConcurrency: '__startConcurrency__' },
      },
      resources: empty,
    },
    kinds: {
      'one-kind': {
        permissions: {
          start: [],
          poll: [],
          discover: [],
          restore: [],
          parameters: [],
          ...(limit !== undefined && {
            startConcurrency: { name: 'startConcurrency', default: '1', description: 'starts at once' },
          }),
        },
      },
    },
    parameters: limit === undefined ? {} : { startConcurrency: limit },
    functions: {},
    resources: empty,
    cleanups: {},
  }).functions;
}

describe('starts that run at once', () => {
  it.each([
    ['1', 1],
    ['3', 3],
  ])('%j reserves %j', (given, reserved) => {
    expect(functionsWith(given)).toEqual({
      [`start${pascal('one-kind')}`]: { name: 'start-one-kind', handler: 'x', reservedConcurrency: reserved },
    });
  });

  it.each([undefined, 'none'])('%j reserves nothing', (given) => {
    expect(functionsWith(given).startOneKind).not.toHaveProperty('reservedConcurrency');
  });

  it.each(['0', 'one', '1.5'])('%j is refused: no start would ever run', (given) => {
    expect(() => functionsWith(given)).toThrow(/from 1 on, or none/);
  });
});

describe('a stage named', () => {
  const functions = (stage: string) => [`offboard-${stage}-start`, `offboard-${stage}-discover-${'k'.repeat(32)}`];
  const check = (stage: string) => checkNames(`offboard-${stage}`, functions(stage));

  it.each(['dev', 'eu-prod-2', 'x'.repeat(13)])('%s is taken', (stage) => {
    expect(() => check(stage)).not.toThrow();
  });

  it.each(['Prod', 'my_stage', ''])('%j is refused: no bucket has such a name', (stage) => {
    expect(() => check(stage)).toThrow(/small letters, digits and hyphens only/);
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
