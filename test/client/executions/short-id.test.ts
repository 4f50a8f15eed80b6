import { expect, it } from 'vitest';
import { isUlidPrefix, shortId } from '../../../client/executions/short-id.ts';

const ID = '01M8R116TDKQ03E2EN24XHA45A';

it('shortens a ULID to the beginning that no other id has', () => {
  expect(shortId(ID, [ID])).toBe('01M8R116TDKQ03E');
  expect(shortId(ID, [ID, '01M8R116TDKQ03E2EN24XHA45B', '01M8R116TDKQ13E2EN24XHA45B'])).toBe(ID);
  expect(shortId(ID, [ID, '01M8R116TDKQ03E3EN24XHA45B'])).toBe('01M8R116TDKQ03E2');
});

it('leaves every other id whole', () => expect(shortId('leaver-2026-11-20-alice', [])).toBe('leaver-2026-11-20-alice'));

it.each([
  ['01M8R116TDKQ03E', true],
  ['01M8R116TDKQ03E2EN24XHA45', true],
  ['01M8R116TDKQ03', false],
  [ID, false],
  ['leaver-2026-11', false],
])('%s can be the beginning of a longer one: %s', (text, expected) => expect(isUlidPrefix(text)).toBe(expected));
