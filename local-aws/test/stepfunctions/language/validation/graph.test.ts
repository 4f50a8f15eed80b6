import { expect, it } from 'vitest';
import { end, findings, LAMBDA, type States } from './diagnostics.ts';

const missing = 'MISSING_TRANSITION_TARGET';
const to = (Next: string) => ({ Type: 'Pass', Next });

it.each<[what: string, states: States, machine: object, found: string[]]>([
  [
    'a target that is not there, and a state that is not reached',
    { A: to('C'), B: end },
    {},
    [`${missing}: Missing 'Next' target: C at /States/A/Next`, `${missing}: State "B" is not reachable. at /States/B`],
  ],
  [
    'a start that is not there',
    { A: end },
    { StartAt: 'Nope' },
    [`${missing}: Missing 'Next' target: Nope at /StartAt`, `${missing}: State "A" is not reachable. at /States/A`],
  ],
  ['no end', { A: to('B'), B: to('A') }, {}, ['MISSING_END_STATE: Workflow has no terminal state at null']],
  [
    'no end hides what is not reached, but no missing target',
    { A: to('Nope'), B: to('A') },
    {},
    [
      `${missing}: Missing 'Next' target: Nope at /States/A/Next`,
      'MISSING_END_STATE: Workflow has no terminal state at null',
    ],
  ],
  [
    'an end that is not reached',
    { A: to('B'), B: to('A'), C: end },
    {},
    [`${missing}: State "C" is not reachable. at /States/C`],
  ],
  [
    'a list of states within may go on for ever',
    { A: { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: to('C'), C: to('B') } }, End: true } },
    {},
    [],
  ],
  [
    'targets of rules, defaults and catchers',
    {
      A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'X' }], Default: 'Y' },
      B: { Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['E'], Next: 'Z' }], End: true },
    },
    {},
    [
      `${missing}: Missing 'Next' target: Y at /States/A/Default`,
      `${missing}: Missing 'Next' target: X at /States/A/Choices[0]/Next`,
      `${missing}: Missing 'Next' target: Z at /States/B/Catch[0]/Next`,
      `${missing}: State "B" is not reachable. at /States/B`,
    ],
  ],
  [
    'a state outside a branch is no target in it',
    { A: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: to('C') } }], Next: 'C' }, C: end },
    {},
    [`${missing}: Missing 'Next' target: C at /States/A/Branches[0]/States/B/Next`],
  ],
  [
    'a name used twice in the machine',
    { A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: end } }], End: true } },
    {},
    ['DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/Branches[0]/States/A'],
  ],
  [
    'a variable of the scope around',
    {
      A: { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
      B: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'C', States: { C: { ...end, Assign: { 'v.$': '$.x' } } } }],
        End: true,
      },
    },
    {},
    [
      "DUPLICATE_VARIABLE_NAME: The variable name 'v' was already defined in a parent scope. at /States/B/Branches[0]/States/C/Assign/v.$",
    ],
  ],
])('%s', (_what, states, machine, found) => {
  expect(findings(states, machine)).toEqual(found);
});
