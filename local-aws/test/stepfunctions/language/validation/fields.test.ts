import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  invalidDefinition,
  validateDefinition,
} from '../../../../stepfunctions/language/validation/index.ts';
import { end, findings, inJsonata, LAMBDA, type States } from './diagnostics.ts';

const inner = { StartAt: 'Inner', States: { Inner: end } };

/** One of each type, with every field that both languages know. */
const eachType: States = {
  Begin: { Type: 'Pass', Comment: 'begins', Result: { a: 1 }, ResultPath: '$.a', Assign: { v: 1 }, Next: 'Look' },
  Look: {
    Type: 'Task',
    Resource: LAMBDA,
    Credentials: { 'RoleArn.$': '$.role' },
    Parameters: { 'id.$': '$.id', 'all.$': 'States.Array($.a, $$.Execution.Id)' },
    TimeoutSeconds: 60,
    HeartbeatSecondsPath: '$.beat',
    ResultSelector: { 'x.$': '$.Payload' },
    Retry: [
      { ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1.5, JitterStrategy: 'FULL' },
      { ErrorEquals: ['States.ALL'], MaxDelaySeconds: 60 },
    ],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Assign: { 'e.$': '$.Error' }, Next: 'Failed' }],
    Next: 'Decide',
  },
  Decide: {
    Type: 'Choice',
    Choices: [
      { And: [{ Variable: '$.n', NumericEquals: 1 }, { Not: { Variable: '$.s', IsPresent: false } }], Next: 'Pause' },
      { Variable: '$v', StringEqualsPath: '$.s', Assign: { v: 2 }, Next: 'Both' },
    ],
    Default: 'Done',
  },
  Pause: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Look' },
  Both: { Type: 'Parallel', Branches: [inner], ResultPath: null, Next: 'Each' },
  Each: {
    Type: 'Map',
    ItemsPath: '$.items',
    ItemSelector: { 'item.$': '$$.Map.Item.Value' },
    MaxConcurrency: 5,
    ToleratedFailurePercentage: 12.5,
    Label: 'Each',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON', MaxItems: 10 },
      Parameters: { Bucket: 'b', Key: 'k' },
    },
    ItemBatcher: { MaxItemsPerBatch: 10, BatchInput: { 'a.$': '$.a' } },
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'One',
      States: { One: end },
    },
    Next: 'Done',
  },
  Done: { Type: 'Succeed', OutputPath: '$.x' },
  Failed: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: "States.Format('{}', $.error.Cause)" },
};

it('a definition that uses every state type is right', () => {
  expect(findings(eachType, { Comment: 'all', Version: '1.0', TimeoutSeconds: 60 })).toEqual([]);
});

describe('what is no definition', () => {
  it.each<[definition: string, diagnostic: Partial<Diagnostic>]>([
    ['', { code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' }],
    [
      'not a definition',
      {
        code: 'INVALID_JSON_DESCRIPTION',
        message:
          "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4]",
        location: '[Source: (String)"not a definition"; line: 1, column: 4]',
      },
    ],
    [
      '{"StartAt":',
      { code: 'INVALID_JSON_DESCRIPTION', location: '[Source: (String)"{"StartAt":"; line: 1, column: 12]' },
    ],
    [
      "{'a': 1}",
      {
        message:
          "Unexpected character (''' (code 39)): was expecting double-quote to start field name\n at [Source: (String)\"{'a': 1}\"; line: 1, column: 3]",
      },
    ],
    ['{}', { message: 'These fields are required: [States, StartAt]', location: '/' }],
    ['{"States":{"A":{"Type":"Pass","End":true}}}', { message: 'These fields are required: [StartAt]', location: '/' }],
    ['['.repeat(100_000), { message: 'Document nesting depth exceeds the maximum allowed (1000)' }],
    ['[]', { message: 'Expected value of type [OBJECT]', location: '/' }],
  ])('%.40j', (definition, diagnostic) => {
    expect(validateDefinition(definition)).toEqual([expect.objectContaining({ severity: 'ERROR', ...diagnostic })]);
  });
});

describe('a field', () => {
  it.each<[what: string, states: States, found: string[]]>([
    ['that nobody knows', { A: { ...end, Foo: 1 } }, ["Field 'Foo' is not supported at /States/A"]],
    ['of another type', { A: { ...end, TimeoutSeconds: 5 } }, ["Field 'TimeoutSeconds' is not supported at /States/A"]],
    ['Catch of a Pass', { A: { ...end, Catch: [] } }, ["Field 'Catch' is not supported at /States/A"]],
    ['Resource, missing', { A: { Type: 'Task', End: true } }, ['These fields are required: [Resource] at /States/A']],
    ['Type, missing', { A: { End: true } }, ['These fields are required: [Type] at /States/A']],
    [
      'Type, unknown',
      { A: { Type: 'Nap' } },
      [
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type",
      ],
    ],
    [
      'Next and End together',
      { A: { ...end, Next: 'A' } },
      ['There should only be one of the following fields: [Next, End] at /States/A'],
    ],
    [
      'Next and End, neither',
      { A: { Type: 'Pass' } },
      ['This object should have only one of the following fields: [Next, End] at /States/A'],
    ],
    [
      'HeartbeatSeconds that is not smaller than TimeoutSeconds',
      { A: { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 5, HeartbeatSeconds: 5, End: true } },
      ["The value of 'HeartbeatSeconds' must be smaller than the value of 'TimeoutSeconds' at /States/A"],
    ],
    [
      'and its Path together',
      { A: { Type: 'Fail', Cause: 'c', CausePath: '$.c' } },
      ['There should only be one of the following fields: [Cause, CausePath] at /States/A'],
    ],
    [
      'that says how long to wait, twice',
      { A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } },
      [
        'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A',
      ],
    ],
    [
      'Timestamp that is none',
      { A: { Type: 'Wait', Timestamp: '2026-01-01', End: true } },
      ['String does not match RFC3339 timestamp at /States/A/Timestamp'],
    ],
    ['Seconds below 0', { A: { Type: 'Wait', Seconds: -1, End: true } }, ['Minimum value is 0 at /States/A/Seconds']],
    [
      'InputPath that is no path',
      { A: { ...end, InputPath: 'id' } },
      ['Value must be a valid JSONPath. at /States/A/InputPath'],
    ],
    [
      'ResultPath with a wildcard',
      { A: { ...end, ResultPath: '$.a[*]' } },
      ['Value is not a Reference Path at /States/A/ResultPath'],
    ],
    [
      'that ends in .$ and is no path',
      { A: { ...end, Parameters: { 'id.$': 'id' } } },
      [
        "The value for the field 'id.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters",
      ],
    ],
    [
      'that calls no function there is',
      { A: { ...end, Parameters: { 'id.$': 'States.Nope()' } } },
      [
        "The value for the field 'id.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters",
      ],
    ],
    [
      'Resource that is no ARN',
      { A: { Type: 'Task', Resource: 'look', End: true } },
      ['Value is not a valid resource ARN at /States/A/Resource'],
    ],
    [
      'Credentials without a role',
      { A: { Type: 'Task', Resource: LAMBDA, Credentials: {}, End: true } },
      ["The field 'RoleArn' is required but was missing at /States/A/Credentials"],
    ],
    [
      'Assign of a reserved name',
      { A: { ...end, Assign: { states: 1 } } },
      ["RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/A/Assign/states"],
    ],
    [
      'Assign of what is no name',
      { A: { ...end, Assign: { 'a-b': 1 } } },
      [
        "INVALID_VARIABLE_NAME: Invalid variable name 'a-b': the variable name contains invalid characters. at /States/A/Assign/a-b",
      ],
    ],
    ['Choices, empty', { A: { Type: 'Choice', Choices: [] } }, ['Value cannot be empty at /States/A/Choices']],
    [
      'Next of a rule, missing',
      { A: { Type: 'Choice', Choices: [{ Variable: '$', StringMatches: 'x' }] } },
      ['These fields are required: [Next] at /States/A/Choices[0]'],
    ],
    [
      'Next within a rule',
      { A: { Type: 'Choice', Choices: [{ Not: { Variable: '$', IsNull: true, Next: 'A' }, Next: 'A' }] } },
      ["Field 'Next' is not supported at /States/A/Choices[0]/Not"],
    ],
    [
      'Variable that is no path',
      { A: { Type: 'Choice', Choices: [{ Variable: 'x', IsNull: true, Next: 'A' }] } },
      ["Value is not a Reference Path: Reference path didn't start with '$' at /States/A/Choices[0]/Variable"],
    ],
    [
      'Variable and And together',
      {
        A: {
          Type: 'Choice',
          Choices: [{ Variable: '$', And: [{ Variable: '$', IsNull: true }], IsNull: true, Next: 'A' }],
        },
      },
      [
        'The object must have only one of the following fields, [And, Or, Not, Variable, Condition] at /States/A/Choices[0]',
      ],
    ],
    [
      'Branches, empty',
      { A: { Type: 'Parallel', Branches: [], End: true } },
      ['Value cannot be empty at /States/A/Branches'],
    ],
    [
      'ItemProcessor, missing',
      { A: { Type: 'Map', End: true } },
      ['This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/A'],
    ],
    [
      'MaxConcurrency of a Map within a Map',
      {
        A: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'B',
            States: { B: { Type: 'Map', MaxConcurrency: -1, ItemProcessor: inner, End: true } },
          },
          End: true,
        },
      },
      ['Minimum value is 0 at /States/A/ItemProcessor/States/B/MaxConcurrency'],
    ],
    [
      'ToleratedFailurePercentage above 100',
      { A: { Type: 'Map', ToleratedFailurePercentage: 101, ItemProcessor: inner, End: true } },
      ['Maximum value is 100.0 at /States/A/ToleratedFailurePercentage'],
    ],
    [
      'ExecutionType of a distributed Map, missing',
      { A: { Type: 'Map', ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED' } }, End: true } },
      ['These fields are required: [ExecutionType] at /States/A/ItemProcessor/ProcessorConfig'],
    ],
    [
      'Resource of a reader that reads nothing',
      {
        A: {
          Type: 'Map',
          ItemReader: { Resource: LAMBDA },
          ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
          End: true,
        },
      },
      ["The field 'Resource' does not match any of the allowed values at /States/A/ItemReader/Resource"],
    ],
    [
      'ItemBatcher of an inline Map',
      { A: { Type: 'Map', ItemBatcher: { MaxItemsPerBatch: 1 }, ItemProcessor: inner, End: true } },
      ["Field 'ItemBatcher' is only supported in 'DISTRIBUTED' mode at /States/A"],
    ],
    [
      'Parameters that are no object',
      { A: { ...end, Parameters: 'x' } },
      ['Expected value of type [OBJECT] at /States/A/Parameters'],
    ],
    [
      'InputType that is not served',
      {
        A: {
          Type: 'Map',
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'PARQUET' } },
          ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
          End: true,
        },
      },
      ['The InputType PARQUET is not served by local AWS at /States/A/ItemReader/ReaderConfig/InputType'],
    ],
    [
      'CSVHeaderLocation, missing',
      {
        A: {
          Type: 'Map',
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'CSV' } },
          ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
          End: true,
        },
      },
      ["The field 'CSVHeaderLocation' is required at /States/A/ItemReader/ReaderConfig"],
    ],
  ])('%s', (_what, states, found) => {
    expect(findings(states)).toEqual(found);
  });
});

describe('Retry and Catch', () => {
  const task = (more: object) => ({ A: { Type: 'Task', Resource: LAMBDA, End: true, ...more } });
  const alone = 'States.ALL must appear alone and at end of list';

  it.each<[states: States, found: string[]]>([
    [
      task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }),
      [`${alone} at /States/A/Retry[0]/ErrorEquals[0]`],
    ],
    [task({ Retry: [{ ErrorEquals: ['X', 'States.ALL'] }] }), [`${alone} at /States/A/Retry[0]/ErrorEquals[1]`]],
    [task({ Retry: [{ ErrorEquals: [] }] }), ['Value cannot be empty at /States/A/Retry[0]/ErrorEquals']],
    [task({ Retry: [{}] }), ['These fields are required: [ErrorEquals] at /States/A/Retry[0]']],
    [task({ Catch: [{ ErrorEquals: ['X'] }] }), ['These fields are required: [Next] at /States/A/Catch[0]']],
    [
      task({ Retry: [{ ErrorEquals: ['X'], JitterStrategy: 'SOME', BackoffRate: 0.5 }] }),
      [
        'Value should be one of the following: [NONE, FULL] at /States/A/Retry[0]/JitterStrategy',
        'Minimum value is 1.0 at /States/A/Retry[0]/BackoffRate',
      ],
    ],
  ])('%j', (states, found) => {
    expect(findings(states)).toEqual(found);
  });
});

describe('the query language', () => {
  const notJsonata = (field: string) =>
    `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`;
  const notPath = (field: string) =>
    `The QueryLanguage is set to 'JSONPath', but field '${field}' is only supported for the 'JSONata' QueryLanguage`;

  it.each<[what: string, states: States, machine: object, found: string[]]>([
    [
      'JSONPath fields in JSONata',
      { A: { ...end, InputPath: '$' } },
      inJsonata,
      [`${notJsonata('InputPath')} at /States/A`],
    ],
    ['JSONata fields in JSONPath', { A: { ...end, Output: 1 } }, {}, [`${notPath('Output')} at /States/A`]],
    [
      'a rule of the other language',
      { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] } },
      {},
      [`${notPath('Condition')} at /States/A/Choices[0]`],
    ],
    [
      'a state that goes back to JSONPath',
      { A: { ...end, QueryLanguage: 'JSONPath' } },
      inJsonata,
      ["'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A"],
    ],
    [
      'what is inside a JSONata Map speaks the language of the machine',
      {
        A: {
          Type: 'Map',
          QueryLanguage: 'JSONata',
          Items: '{% [1] %}',
          ItemProcessor: { StartAt: 'B', States: { B: { ...end, Output: 1 } } },
          End: true,
        },
      },
      {},
      [`${notPath('Output')} at /States/A/ItemProcessor/States/B`],
    ],
    [
      'an item processor has none of its own',
      { A: { Type: 'Map', ItemProcessor: { ...inner, QueryLanguage: 'JSONata' }, End: true } },
      {},
      ["Field 'QueryLanguage' is not supported at /States/A/ItemProcessor"],
    ],
    [
      'any other word counts as JSONata and is reported',
      { A: { ...end, QueryLanguage: 'jsonata', InputPath: '$' } },
      {},
      [
        `${notJsonata('InputPath')} at /States/A`,
        'Value should be one of the following: [JSONPath, JSONata] at /States/A/QueryLanguage',
      ],
    ],
  ])('%s', (_what, states, machine, found) => {
    expect(findings(states, machine)).toEqual(found);
  });
});

describe('an express machine', () => {
  const task = (resource: string) => ({ A: { Type: 'Task', Resource: resource, End: true } });

  it.each([
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      "Express state machine does not support '.waitForTaskToken' service integration  at /States/A/Resource",
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      "Express state machine does not support '.sync:2' service integration  at /States/A/Resource",
    ],
    [
      'arn:aws:states:us-east-1:111122223333:activity:work',
      'Express state machine does not support Activity ARN at /States/A/Resource',
    ],
  ])('has no %s', (resource, found) => {
    expect(findings(task(resource), {}, { type: 'EXPRESS' })).toEqual([found]);
    expect(findings(task(resource))).toEqual([]);
  });
});

it('a resource that is not served is refused as such, and one that AWS does not know in its words', () => {
  const states = { A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', End: true } };
  expect(findings(states, {}, { support: () => 'unserved' })).toEqual([
    'The resource arn:aws:states:::dynamodb:putItem is not served by local AWS at /States/A/Resource',
  ]);
  expect(findings(states, {}, { support: () => 'unknown' })).toEqual([
    'The resource provided arn:aws:states:::dynamodb:putItem is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/A/Resource',
  ]);
  expect(findings(states)).toEqual([]);
});

it('a path where none is read is a warning, not an error', () => {
  const states = { A: { ...end, Parameters: { id: '$.id' } }, B: { ...end, Result: '$.id' } };
  expect(
    validateDefinition(
      JSON.stringify({ StartAt: 'A', States: { ...states, A: { ...states.A, End: undefined, Next: 'B' } } }),
    ),
  ).toEqual([
    expect.objectContaining({ severity: 'WARNING', code: 'NO_DOLLAR', location: '/States/A/Parameters' }),
    expect.objectContaining({ severity: 'WARNING', code: 'PASS_RESULT_IS_STATIC', location: '/States/B/Result' }),
  ]);
});

it('CreateStateMachine refuses with all errors in one message', () => {
  expect(
    invalidDefinition([
      { severity: 'ERROR', code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' },
      { severity: 'WARNING', code: 'NO_DOLLAR', message: 'not told', location: '/States/A' },
      { severity: 'ERROR', code: 'X', message: 'm', location: '/States/B' },
    ]),
  ).toBe(
    "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null, X: m at /States/B'",
  );
});

it.each([
  ['a path', { Parameters: { 'a.$': `$[?(${'!('.repeat(50_000)}` } }, {}],
  ['a call', { Parameters: { 'a.$': 'States.Array('.repeat(50_000) } }, {}],
  ['an expression', { Output: `{% ${'('.repeat(50_000)} %}` }, inJsonata],
])('%s that is nested too deep is refused', (_what, fields, machine) => {
  expect(findings({ A: { ...end, ...fields } }, machine)).toHaveLength(1);
});

it('any JSON gets an answer, and a broken definition always has a diagnostic', () => {
  const fields = [
    'Type',
    'Next',
    'End',
    'Choices',
    'Branches',
    'ItemProcessor',
    'Catch',
    'Retry',
    'Assign',
    'Output',
    'Parameters',
    'Resource',
  ];
  const content = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('Pass', 'Task', 'Choice', 'Map', 'Parallel', 'A', '$.x', '{% $x %}', '{% ( %}'),
  );
  const state = fc.dictionary(fc.constantFrom(...fields), content);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('A', 'B'), state), fc.jsonValue(), (states, startAt) => {
      const found = validateDefinition(JSON.stringify({ StartAt: startAt, States: states }));
      if (typeof startAt !== 'string' || !Object.hasOwn(states, startAt)) expect(found).not.toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
