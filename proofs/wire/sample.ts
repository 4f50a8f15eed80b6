/** Values that a shape allows: what it requires, and nothing else. */

import { type Constraints, constrained, isList, type Shape, type Structure } from '@offboard/local-aws/service';
import fc from 'fast-check';

/** How many texts of a pattern are tried for one of an allowed length. */
const TRIES = 200;

/** Texts of patterns that none can be generated from, since they look ahead. */
const BY_HAND = ['10.0.0.1'];

export function sampleOf(declared: Shape): unknown {
  const { shape, constraints } = constrained(declared);
  if (typeof shape !== 'string') return isList(shape) ? listOf(shape[0], constraints) : structureOf(shape, constraints);
  const [least = 1] = constraints.range ?? [];
  switch (shape) {
    case 'number':
    case 'integer':
    case 'long':
      return Math.max(least, 1);
    case 'time':
      return 0;
    case 'boolean':
      return true;
    case 'blob':
      return Buffer.alloc(Math.max(1, constraints.length?.[0] ?? 1), 'a').toString('base64');
    default:
      return textOf(constraints);
  }
}

export function structureOf(shape: Structure, { length, keys = {} }: Constraints = {}): Record<string, unknown> {
  const { '*': inner, ...members } = shape;
  const required = Object.entries(members).filter(([, member]) => constrained(member).isRequired);
  const entries = Array.from({ length: inner === undefined ? 0 : (length?.[0] ?? 0) }, () => [
    textOf(keys),
    sampleOf(inner as Shape),
  ]);
  return Object.fromEntries([...entries, ...required.map(([name, member]) => [name, sampleOf(member)])]);
}

function listOf(item: Shape, { length }: Constraints): unknown[] {
  return Array.from({ length: length?.[0] ?? 0 }, () => sampleOf(item));
}

export function textOf({ among, pattern, length: [least, most] = [1, Number.POSITIVE_INFINITY] }: Constraints): string {
  if (among) return among[0] ?? '';
  if (pattern === undefined) return 'a'.repeat(Math.max(least, 1));
  const whole = new RegExp(`^(?:${pattern})$`);
  const texts = pattern.includes('(?!') ? BY_HAND : generated(pattern);
  const long = texts.map((text) => text.padEnd(least, text.at(-1)));
  const found = long.find((text) => whole.test(text) && text.length <= most);
  if (found === undefined) throw new Error(`no text of ${least} to ${most} characters found for ${pattern}`);
  return found;
}

function generated(pattern: string): string[] {
  const texts = fc.stringMatching(new RegExp(`^(?:${pattern.replace(/^\^|\$$/g, '')})$`));
  return fc.sample(texts, { numRuns: TRIES, seed: 1 });
}
