import { describe, expect, it } from 'vitest';
import type { Service } from '../../core/aws.ts';
import { blob, integer, list, map, oneOf, required, text } from '../../wire/input/shape.ts';
import { typed } from '../../wire/input/typed.ts';

const open = { permissions: () => [], run: () => ({}) };
const http = { method: 'GET', path: '/{Id}', query: { count: 'Count' }, headers: { 'x-on': 'On' } } as const;
const service: Service = {
  name: 'sample',
  signingName: 'sample',
  protocol: 'restJson1',
  operations: { Put: open, Get: { ...open, http } },
};
const TAG = { Key: required(text({ length: [1, 8] })), Value: 'text' } as const;
const checked = typed(service, {
  Put: {
    Id: required(text({ length: [1, 4], pattern: '[a-z]+' })),
    Count: integer(0, 9),
    State: oneOf('ON', 'OFF'),
    Secret: text({ length: [0, 3], sensitive: true }),
    Body: blob({ length: [1, 2] }),
    Names: list(text({ length: [2, 4] }), { length: [1, 2] }),
    Tags: list(TAG, { length: [0, 2] }),
    Labels: map(text({ length: [0, 2] }), { keys: { pattern: '[a-z]+' } }),
    Inner: { Tag: TAG },
    At: 'time',
  },
  Get: { Id: required(text({ length: [1, 4] })), Count: 'integer', On: 'boolean' },
});
const put = (input: unknown) => checked.check?.('Put', input);

const failed = (at: string, value: string, problem: string) =>
  `1 validation error detected: Value ${value}at '${at}' failed to satisfy constraint: ${problem}`;

describe('an input is refused', () => {
  it.each([
    [{}, failed('id', 'null ', 'Member must not be null')],
    [{ Id: '' }, /^2 validation errors detected: .* length greater than or equal to 1; .* pattern: \[a-z\]\+$/],
    [{ Id: 'a', Count: 10 }, failed('count', "'10' ", 'Member must have value less than or equal to 9')],
    [{ Id: 'a', State: 'x' }, failed('state', "'x' ", 'Member must satisfy enum value set: [ON, OFF]')],
    [{ Id: 'a', Secret: 'word' }, failed('secret', '', 'Member must have length less than or equal to 3')],
    [{ Id: 'a', Body: 'YWFh' }, /at 'body' .* length less than or equal to 2/],
    [{ Id: 'a', Names: [] }, failed('names', "'[]' ", 'Member must have length greater than or equal to 1')],
    [
      { Id: 'a', Names: ['x', 'y'] },
      failed(
        'names',
        "'[x, y]' ",
        'Member must satisfy constraint: [Member must have length greater than or equal to 2]',
      ),
    ],
    [
      { Id: 'a', Tags: [{ Key: 'k' }, { Key: '' }] },
      failed('tags.2.member.key', "'' ", 'Member must have length greater than or equal to 1'),
    ],
    [{ Id: 'a', Inner: { Tag: {} } }, failed('inner.tag.key', 'null ', 'Member must not be null')],
    [
      { Id: 'a', Labels: { A: 'abc' } },
      /Map keys must satisfy constraint: \[.*pattern: \[a-z\]\+\]; .* Map value must satisfy constraint: \[.*equal to 2\]$/,
    ],
  ])('%j by its constraints, and named by its path', (input, message) => {
    expect(() => put(input)).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    expect(() => put(input)).toThrow(message);
  });

  it.each([
    [{ Id: 1 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ Id: 'a', Count: '1' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ Id: 'a', Count: 2 ** 31 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ Id: 'a', Body: '!' }, 'STRING_VALUE can not be converted to a Blob'],
    [{ Id: 'a', At: '2026-01-01' }, 'STRING_VALUE can not be converted to a Timestamp'],
    [{ Id: 'a', Names: {} }, 'Expected list or null'],
    [{ Id: 'a', Inner: [] }, 'Start of structure or map found where not expected.'],
  ])('%j by its types', (input, message) => {
    expect(() => put(input)).toThrow(expect.objectContaining({ code: 'SerializationException', message }));
  });

  it.each([
    [{ Id: 'a', Other: 1 }, 'sample Put Other is not served by local AWS'],
    [{ Id: 'a', Inner: { Tag: { Key: 'k', Other: 1 } } }, 'sample Put Inner.Tag.Other is not served by local AWS'],
  ])('%j for a member that is not there', (input, message) => expect(() => put(input)).toThrow(message));
});

it('null stands for a member that is left out', () => expect(put({ Id: 'a', Count: null })).toEqual({ Id: 'a' }));

it('what an address or a header holds is text, and becomes what its shape says', () => {
  expect(checked.check?.('Get', { Id: 'a', Count: '7', On: 'true' })).toEqual({ Id: 'a', Count: 7, On: true });
  expect(() => checked.check?.('Get', { Id: 'a', Count: 'x' })).toThrow('STRING_VALUE');
});

it('an empty element is an empty structure or list, where values are texts', () => {
  const xml: Service = { ...service, protocol: 'restXml', operations: { Put: open } };
  const { check } = typed(xml, { Put: { Inner: { Tag: 'text' }, Names: ['text'] } });
  expect(check?.('Put', { Inner: '', Names: '' })).toEqual({ Inner: {}, Names: [] });
  expect(() => check?.('Put', { Inner: 'x' })).toThrow('Start of structure');
  expect(() => put({ Id: 'a', Inner: '' })).toThrow('Start of structure');
});

it('an operation without an input shape is a mistake of its service', () => {
  expect(() => typed(service, { Put: {} })).toThrow('sample Get has no input shape');
});
