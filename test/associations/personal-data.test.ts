import { describe, expect, it } from 'vitest';
import { personalData } from '../../associations/common/personal-data.ts';

describe('personal data', () => {
  it.each([
    ['write to a.b+c@mail.example.org', 'an e-mail address'],
    ['call +49 30 901820', 'a telephone number'],
    ['call (030) 9018-2000', 'a telephone number'],
    ['phone 555-123-4567', 'a telephone number'],
    ['card 4111 1111 1111 1111', 'a card number'],
    ['card 378282246310005', 'a card number'],
  ])('%s', (text, found) => {
    expect(personalData(text)).toBe(found);
  });

  it.each([
    '',
    'ticket OPS-1234567890',
    'account 111122223333',
    'since 2026-03-01 12:00',
    'team payments leaves, see CHG0012345',
  ])('"%s" holds none', (text) => {
    expect(personalData(text)).toBeUndefined();
  });
});
