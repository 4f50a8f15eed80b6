import { expect, it } from 'vitest';
import { variableReferences } from '../../../stepfunctions/language/variable-references.ts';

it('each state with the variables it reads, in both languages, in inner states and in a distributed Map', () => {
  const inner = (state: object) => ({ StartAt: 'I', States: { I: { Type: 'Pass', End: true, ...state } } });
  const definition = {
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { a: 1, 'b.$': '$.b', total: 0 }, Next: 'Path' },
      Path: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { 'x.$': '$a.deep', 'y.$': "States.Format('{} {}', $b, $$.Execution.Id)", z: 'costs $total' },
        Next: 'Expression',
      },
      Expression: {
        Type: 'Choice',
        QueryLanguage: 'JSONata',
        Choices: [{ Condition: '{% $total > $sum([1]) %}', Assign: { d: '{% $a %}' }, Next: 'Each' }],
        Default: 'None',
      },
      None: { Type: 'Pass', Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$d',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...inner({ Parameters: { 'v.$': '$b' } }),
        },
        End: true,
      },
    },
  };
  expect(variableReferences(definition)).toEqual({
    Path: ['a', 'b'],
    Expression: ['a', 'total'],
    Each: ['d'],
    I: ['b'],
  });
});
