import type { Json } from './json.ts';
import { type LeafTest, numberOf, type Refuse } from './operator.ts';

type Comparison = (value: number, than: number) => boolean;

const comparisons: Readonly<Record<string, { name: string; holds: Comparison }>> = {
  '=': { name: 'equals', holds: (value, than) => value === than },
  '>=': { name: '>=', holds: (value, than) => value >= than },
  '>': { name: '>', holds: (value, than) => value > than },
  '<=': { name: '<=', holds: (value, than) => value <= than },
  '<': { name: '<', holds: (value, than) => value < than },
};

/** `["=", n]`, one bound, or a lower bound and then an upper one. */
export function numeric(given: Json, refuse: Refuse): LeafTest {
  if (given.kind !== 'array') return refuse('Value of numeric must be an array.', given);
  const [operator, operand, second, top, more] = given.items;
  if (operator?.kind !== 'string')
    return refuse(`Invalid member in numeric match: ${shown(operator)}`, operator ?? given);
  const lower = Object.hasOwn(comparisons, operator.text) ? comparisons[operator.text] : undefined;
  if (!lower) return refuse(`Unrecognized numeric range operator: ${operator.text}`, operator);
  const bound = numberOf(operand, `Value of ${lower.name} must be numeric`, refuse, given);
  if (!second) return ({ value }) => value !== undefined && lower.holds(value, bound);
  if (!operator.text.startsWith('>')) return refuse('Too many elements in numeric expression', second);
  const upper = upperBound(second, refuse);
  const limit = numberOf(top, `Value of ${(second as { text: string }).text} must be numeric`, refuse, given);
  if (more) return refuse('Too many terms in numeric range expression', more);
  if (bound >= limit) return refuse('Bottom must be less than top', given);
  return ({ value }) => value !== undefined && lower.holds(value, bound) && upper(value, limit);
}

function upperBound(operator: Json, refuse: Refuse): Comparison {
  if (operator.kind !== 'string') return refuse(`Bad value in numeric range: ${shown(operator)}`, operator);
  const found = operator.text.startsWith('<') && Object.hasOwn(comparisons, operator.text);
  return found
    ? (comparisons[operator.text] as { holds: Comparison }).holds
    : refuse(`Bad numeric range operator: ${operator.text}`, operator);
}

function shown(node: Json | undefined): string {
  if (!node) return ']';
  return 'text' in node ? node.text : node.kind === 'array' ? '[' : '{';
}
