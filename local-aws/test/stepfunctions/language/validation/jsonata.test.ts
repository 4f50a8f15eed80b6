import { describe, expect, it } from 'vitest';
import { end, findings, inJsonata, LAMBDA, type States } from './diagnostics.ts';

const top = (name: string) =>
  `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${name}' at the top level is not supported.`;
const invalid = (message: string) => `INVALID_JSONATA_EXPRESSION: ${message}`;
const noField = (name: string) => `UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.${name}' does not exist.`;

describe('an expression', () => {
  it.each<[expression: string, found: string[]]>([
    ['$states.input.items[price > 3].name', []],
    ['$map($states.input.a, function($x){ $x.name })', []],
    ['$states.input.a.{"b": c}', []],
    ['$states.input^(price).name', []],
    ['$states.input ~> |$|{"a": b}|', []],
    ['($x := 1; $x)', []],
    ['name', [top('name')]],
    ['a.b + c[d]', [top('a'), top('c')]],
    ['$.name', [top('$')]],
    ['*', [top('*')]],
    ['$map($states.input.a, function($x){ b })', [top('b')]],
    ['{"a": b}', [top('b')]],
    ['$$', ["UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported."]],
    ['$states.errorOutput', [noField('errorOutput')]],
    ['$states.result', [noField('result')]],
    ['$states.outcome', [noField('outcome')]],
    ['a[1,2)', [invalid('Expected "]", got ","')]],
    ['"open', [invalid('String literal must be terminated by a matching quote')]],
    ['1 +', [invalid('Unexpected end of expression')]],
    ["$states.input.x ?? 'd'", [invalid('The symbol "?" cannot be used as a unary operator')]],
    ['$map([1], function($v) { $v ?? 0 })', [invalid('The symbol "?" cannot be used as a unary operator')]],
    ['$states.input.a.b[0] ?: 1', [invalid('The symbol ":" cannot be used as a unary operator')]],
    ['$states.input.x ? $states.input.x : 1', []],
    ['$match("a?:b", /(?:a??)/)', []],
    ['', [invalid('Unexpected end of expression')]],
  ])('%s', (expression, found) => {
    expect(findings({ A: { ...end, Output: `{% ${expression} %}` } }, inJsonata)).toEqual(
      found.map((one) => `${one} at /States/A/Output`),
    );
  });
});

describe('expressions are looked for', () => {
  const bad = '{% bad %}';
  const inner = { StartAt: 'I', States: { I: end } };

  it.each<[location: string, states: States]>([
    ['/States/A/Output/a/b[0]', { A: { ...end, Output: { a: { b: [bad] } } } }],
    ['/States/A/Assign/Next', { A: { ...end, Assign: { Next: bad } } }],
    ['/States/A/Seconds', { A: { Type: 'Wait', Seconds: bad, End: true } }],
    ['/States/A/Cause', { A: { Type: 'Fail', Cause: bad } }],
    ['/States/A/Choices[0]/Condition', { A: { Type: 'Choice', Choices: [{ Condition: bad, Next: 'B' }] }, B: end }],
    [
      '/States/A/Arguments/Payload/Comment',
      { A: { Type: 'Task', Resource: LAMBDA, Arguments: { Payload: { Comment: bad } }, End: true } },
    ],
    ['/States/A/TimeoutSeconds', { A: { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: bad, End: true } }],
    ['/States/A/Items', { A: { Type: 'Map', Items: bad, ItemProcessor: inner, End: true } }],
    [
      '/States/A/ItemBatcher/BatchInput',
      {
        A: {
          Type: 'Map',
          ItemBatcher: { BatchInput: bad },
          ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
          End: true,
        },
      },
    ],
    [
      '/States/A/Branches[0]/States/I/Output',
      { A: { Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { ...end, Output: bad } } }], End: true } },
    ],
    [
      '/States/A/Catch[0]/Output',
      {
        A: { Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['E'], Output: bad, Next: 'B' }], End: true },
        B: end,
      },
    ],
  ])('at %s', (location, states) => {
    expect(findings(states, inJsonata)).toEqual([`${top('bad')} at ${location}`]);
  });

  it('but not in comments or names of errors', () => {
    const states = { A: { Type: 'Task', Comment: bad, Resource: LAMBDA, Retry: [{ ErrorEquals: [bad] }], End: true } };
    expect(findings(states, inJsonata)).toEqual([]);
  });
});

it('a result is seen by the output of a task, an error by the output of its catcher', () => {
  const states = {
    A: {
      Type: 'Task',
      Resource: LAMBDA,
      Output: '{% $states.result %}',
      Catch: [{ ErrorEquals: ['E'], Output: '{% $states.errorOutput %}', Next: 'B' }],
      Next: 'B',
    },
    B: end,
  };
  expect(findings(states, inJsonata)).toEqual([]);
});

it('an expression that is not closed', () => {
  expect(findings({ A: { ...end, Output: '{% 1' } }, inJsonata)).toEqual([
    'JSONata string must start with {% and end with %} at /States/A/Output',
  ]);
});
