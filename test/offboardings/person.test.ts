import { describe, expect, it } from 'vitest';
import { maySamePerson } from '../../offboardings/person.ts';

const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/mallory@example.com';
const USER = 'arn:aws:iam::111122223333:user/people/mallory';

describe('one person', () => {
  it.each([
    SESSION,
    USER,
    'session/mallory@example.com',
    'mallory@example.com',
    'MALLORY',
    'mallory/',
    'user/mallory',
    'CORP\\mallory',
    'mallory+offboard@example.com',
    'Mallory <m@example.com>',
    '"Mallory" <m@example.com>',
    'Mallory Doe',
    'Doe, Mallory',
    'mallory-admin',
    'mal.lory',
    'ｍａｌｌｏｒｙ',
    'mállory',
    'mal\u200blory',
    'm\u0430ll\u043ery',
    'ma11ory',
    'mal|ory mallory',
  ])('is %s as well', (claimed) => {
    expect(maySamePerson(claimed, SESSION)).toBe(true);
    expect(maySamePerson(USER, claimed)).toBe(true);
  });

  it.each([
    'eve',
    'Eve Doe <eve@example.com>',
    'arn:aws:sts::111122223333:assumed-role/Ops/eve@example.com',
    'arn:aws:iam::111122223333:user/mallory/eve',
    'cleanup stuck-packages',
    '...',
    '',
  ])('is not %s', (other) => {
    expect(maySamePerson(other, SESSION)).toBe(false);
    expect(maySamePerson(USER, other)).toBe(false);
  });

  it('is not everybody with the same first name', () => {
    const user = (name: string) => `arn:aws:iam::111122223333:user/${name}`;
    expect(maySamePerson(user('dana.doe'), user('dana.roe'))).toBe(false);
  });
});
