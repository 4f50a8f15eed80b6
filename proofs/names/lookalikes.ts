/** Texts that look as a person's name does, or are one in another writing. */

import { pick } from '@offboard/local-aws/random';
import { type Person, upper } from './people.ts';

/** Other letters that look the same; of some, the service or JavaScript has the same letter in the other case. */
const HOMOGLYPHS: Readonly<Record<string, readonly string[]>> = {
  a: ['\u0430', '\u00e0'],
  e: ['\u0435', '\u00e9'],
  i: ['\u0456', '\u0131', '\u0130'],
  k: ['\u212a', '\u043a'],
  o: ['\u043e', '\u03bf'],
  s: ['\u0455', '\u017f'],
  '@': ['\uff20'],
  '.': ['\u2024'],
};

const WRITINGS: readonly ((name: string, next: () => number, other: string) => string)[] = [
  (name) => name,
  (name) => upper(name),
  (name) => name.replace(/^./, upper),
  (name, next) => name.replace(/@.*/, `@${pick(['example.com', 'example.org', 'example.co', 'evil.example'], next)}`),
  (name) => name.replace(/@.*/, ''),
  (name) => name.slice(0, -1),
  (name) => `${name} `,
  (name) => `${name}\u200b`,
  (name) => name.replace(/(?=@)/, '+1'),
  (name) => name.normalize('NFD'),
  (name, next) => homoglyph(name, next),
  (name, next) => homoglyph(upper(name), next),
  (name, _, other) => name.replace(/@.*/, other.slice(other.indexOf('@'))),
  (_, __, other) => other,
];

/** A text that is made of a name of the person; perhaps it is also, or only, a name of another. */
export function lookalikeOf(person: Person, other: Person, next: () => number): string {
  const names = [person.userName, ...person.emails, person.userId];
  return pick(WRITINGS, next)(pick(names, next), next, pick([other.userName, ...other.emails], next));
}

function homoglyph(name: string, next: () => number): string {
  const letters = [...name];
  const replaceable = letters.flatMap((letter, index) => (lookalikes(letter).length > 0 ? index : []));
  if (replaceable.length === 0) return name;
  const at = pick(replaceable, next);
  return letters.map((letter, index) => (index === at ? pick(lookalikes(letter), next) : letter)).join('');
}

function lookalikes(letter: string): readonly string[] {
  return HOMOGLYPHS[letter.toLowerCase()] ?? [];
}
