/** Numbers keep their text wherever AWS keeps it, and are JavaScript's where something calculates with them. */

import { describe, expect, it } from 'vitest';
import { readJson } from '../../../stepfunctions/language/model/json.ts';
import { drive, only } from './drive.ts';

async function output(
  input: string,
  state: Record<string, unknown>,
  top: Record<string, unknown> = {},
): Promise<string> {
  const read = readJson(input) as { value: never };
  const driven = await drive(only(state, top), { input: read.value });
  expect(driven.execution.status).toBe('SUCCEEDED');
  return JSON.stringify(driven.execution.output);
}

const inJsonata = { QueryLanguage: 'JSONata' };
const LARGE = '{"id":123456789012345678}';

describe('numbers', () => {
  it.each([
    ['{"a":123456789012345678,"b":-9007199254740993}', '{"a":123456789012345678,"b":-9007199254740993}'],
    ['{"a":9007199254740991,"b":0.1,"c":12}', '{"a":9007199254740991,"b":0.1,"c":12}'],
    ['{"a":1.0,"b":1.50,"c":1e3,"d":1E10,"e":0.0001}', '{"a":1.0,"b":1.5,"c":1000.0,"d":1.0E10,"e":1.0E-4}'],
    ['"1234567890123456789"', '"1234567890123456789"'],
  ])('%s comes out as %s', async (input, expected) => {
    expect(await output(input, { Type: 'Pass' })).toBe(expected);
  });

  it.each([
    [{ Type: 'Pass', Parameters: { 'r.$': '$.id' } }, {}, '{"r":123456789012345678}'],
    [{ Type: 'Pass', Parameters: { 'r.$': "States.Format('{}', $.id)" } }, {}, '{"r":"123456789012345678"}'],
    [{ Type: 'Pass', Parameters: { 'r.$': 'States.JsonToString($)' } }, {}, '{"r":"{\\"id\\":123456789012345678}"}'],
    [{ Type: 'Pass', Parameters: { 'r.$': "States.StringToJson('9007199254740993')" } }, {}, '{"r":9007199254740993}'],
    [{ Type: 'Pass', Output: { r: '{% $states.input.id %}' } }, inJsonata, '{"r":123456789012345678}'],
    [{ Type: 'Pass', Output: '{% $states.input %}' }, inJsonata, LARGE],
    [{ Type: 'Pass', Output: '{% {"a": [$states.input.id]} %}' }, inJsonata, '{"a":[123456789012345678]}'],
    [{ Type: 'Pass', Output: "{% $parse('[9007199254740993]')[0] %}" }, inJsonata, '9007199254740993'],
    [{ Type: 'Pass', Output: "{% $parse('9223372036854775807') %}" }, inJsonata, '9223372036854775807'],
    [{ Type: 'Pass', Output: '{% $states.input.id > 5 and $type($states.input.id) = "number" %}' }, inJsonata, 'true'],
  ])('%j', async (state, top, expected) => {
    expect(await output(LARGE, state, top)).toBe(expected);
  });

  it('are compared exactly by a Choice', async () => {
    const rule = (operand: string) => ({
      Variable: '$.id',
      ...(readJson(`{"NumericEquals":${operand}}`) as { value: object }).value,
    });
    for (const [operand, next] of [
      ['123456789012345678', 'Same'],
      ['123456789012345680', 'Other'],
    ] as const) {
      const states = {
        S: { Type: 'Choice', Choices: [{ ...rule(operand), Next: 'Same' }], Default: 'Other' },
        Same: { Type: 'Succeed' },
        Other: { Type: 'Succeed' },
      };
      const driven = await drive(
        { StartAt: 'S', States: states },
        { input: (readJson(LARGE) as { value: never }).value },
      );
      expect(driven.history.at(-2)?.stateExitedEventDetails).toMatchObject({ name: next });
    }
  });
});
