import { isContainer, type Json, numberIn } from '../../model/json.ts';
import { PathNotFound } from './path.ts';

const FUNCTIONS: Readonly<Record<string, (value: Json) => Json>> = {
  length: (value) => {
    if (Array.isArray(value) || typeof value === 'string') return value.length;
    return isContainer(value) ? Object.keys(value).length : null;
  },
  size: (value) => FUNCTIONS.length?.(value) ?? null,
  keys: (value) => (isContainer(value) ? Object.keys(value) : null),
  first: (value) => itemsOf(value, 'first')[0] ?? null,
  last: (value) => itemsOf(value, 'last').at(-1) ?? null,
  min: (value) => Math.min(...numbersOf(value, 'min')),
  max: (value) => Math.max(...numbersOf(value, 'max')),
  sum: (value) => total(numbersOf(value, 'sum')),
  avg: (value) => mean(numbersOf(value, 'avg')),
  stddev: (value) => {
    const numbers = numbersOf(value, 'stddev');
    return Math.sqrt(mean(numbers.map((number) => number ** 2)) - mean(numbers) ** 2);
  },
};

export function callFunction(name: string, value: Json): Json {
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!run) throw new PathNotFound(`Function with name: ${name} does not exist.`);
  return run(value);
}

function itemsOf(value: Json, name: string): Json[] {
  if (Array.isArray(value)) return value;
  throw new PathNotFound(`Function ${name} can only be applied to arrays`);
}

function numbersOf(value: Json, name: string): number[] {
  const numbers = itemsOf(value, name).flatMap((item) => numberIn(item) ?? []);
  if (numbers.length > 0) return numbers;
  throw new PathNotFound('Aggregation function attempted to calculate value using empty array');
}

function total(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function mean(numbers: number[]): number {
  return total(numbers) / numbers.length;
}
