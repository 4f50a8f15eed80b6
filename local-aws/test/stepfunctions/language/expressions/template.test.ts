import { expect, it } from 'vitest';
import { resolveTemplate } from '../../../../stepfunctions/language/expressions/template.ts';
import type { Json } from '../../../../stepfunctions/language/model/json.ts';
import { scope } from './scope.ts';

const input: Json = { id: 7, list: [1, 2] };

it.each<[what: string, template: Json, resolved: Json]>([
  ['a path', { 'id.$': '$.id' }, { id: 7 }],
  ['the context object', { 'run.$': '$$.Execution.Name' }, { run: 'run' }],
  ['a variable', { 'target.$': '$target.id' }, { target: 'a' }],
  ['a function', { 'text.$': "States.Format('no {}', $.id)" }, { text: 'no 7' }],
  ['fields and lists within', { a: [{ 'b.$': '$.list[0]' }, 'c'] }, { a: [{ b: 1 }, 'c'] }],
  ['a field of an awkward name', JSON.parse('{"__proto__": {"a.$": "$.id"}}'), JSON.parse('{"__proto__": {"a": 7}}')],
  ['texts that only look like paths', { id: '$.id' }, { id: '$.id' }],
])('resolves %s', (_what, template, resolved) => {
  expect(JSON.stringify(resolveTemplate(template, input, scope))).toBe(JSON.stringify(resolved));
});

it('hands a template without paths on as it is', () => {
  const template = { a: [1, { b: 'c' }] };
  expect(resolveTemplate(template, input, scope)).toBe(template);
});

it.each([
  [{ 'a.$': '$.absent' }, '$.absent', 'a.$', '{"id":7,"list":[1,2]}'],
  [{ a: { 'b.$': '$.id.c' } }, '$.id.c', 'b.$', '{"id":7,"list":[1,2]}'],
  [{ 'a.$': 'States.ArrayLength($.absent)' }, '$.absent', 'a.$', '{"id":7,"list":[1,2]}'],
  [{ 'a.$': '$$.Task.Token' }, '$$.Task.Token', 'a.$', '{"Execution":{"Name":"run"},"State":{"Name":"Look"}}'],
])('%j tells the field and the input of a path that is not there', (template, path, field, source) => {
  expect(() => resolveTemplate(template, input, scope)).toThrow(
    expect.objectContaining({
      error: 'States.Runtime',
      cause: `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${source}'`,
    }),
  );
});
