/** Values at random: any JSON, and JSON near the shapes that the services read. */

import { pick } from '@offboard/local-aws/random';

type Chance = () => number;

const NASTY = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '%00',
  '\u0024{x}',
  "' OR 1=1 --",
  '𝔘'.repeat(50),
  'a'.repeat(3_000),
  '$.a[?(@.b)]',
  '{% $x %}',
  '-1',
  '1e309',
  'arn:aws:states:us-east-1:111122223333:stateMachine:',
  'arn:aws:states:us-east-1:111122223333:execution:x:y',
  'arn:aws:sqs:us-east-1:111122223333:q',
  'arn:aws:iam::111122223333:role/x',
  '{"a":[1]}',
  'rate(1 minute)',
  'cron(0 0 31 2 ? *)',
  'default',
];

/** Names of members that the services read, so that what is random gets past the first check. */
const MEMBERS = (
  'name Name stateMachineArn executionArn mapRunArn taskToken output input definition roleArn maxResults nextToken ' +
  'statusFilter error cause type tags resourceArn reverseOrder includeExecutionData EventBusName Rule Targets Id Arn ' +
  'EventPattern ScheduleExpression State Entries Source DetailType Detail Time Resources NextToken Limit NamePrefix ' +
  'QueueName QueueUrl MessageBody Attributes Messages ReceiptHandle MaxNumberOfMessages TeamArn MpaTeamArn Action ' +
  'Event Ids Input InputPath InputTransformer InputPathsMap InputTemplate RetryPolicy DeadLetterConfig __proto__'
).split(' ');

export function anyText(chance: Chance): string {
  return chance() < 0.6 ? pick(NASTY, chance) : String.fromCharCode(...Array.from({ length: 8 }, () => chance() * 300));
}

export function anyJson(chance: Chance, depth = 4): unknown {
  const drawn = chance();
  if (depth === 0 || drawn < 0.35) return anyText(chance);
  if (drawn < 0.45) return pick([0, -1, 1.5, 2 ** 53, -0, 1e308, 25_000], chance);
  if (drawn < 0.55) return pick([true, false, null], chance);
  const count = Math.floor(chance() * 5);
  if (drawn < 0.7) return Array.from({ length: count }, () => anyJson(chance, depth - 1));
  return Object.fromEntries(Array.from({ length: count }, () => [pick(MEMBERS, chance), anyJson(chance, depth - 1)]));
}

export function anyInput(chance: Chance): unknown {
  const members = Array.from({ length: 1 + Math.floor(chance() * 6) }, () => pick(MEMBERS, chance));
  return Object.fromEntries(members.map((name) => [name, chance() < 0.6 ? anyText(chance) : anyJson(chance)]));
}

/** The same value with one part of it, chosen by chance, turned into something else, doubled or taken away. */
export function mutated(value: unknown, chance: Chance): unknown {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || chance() < 0.1) return chance() < 0.5 ? anyJson(chance, 2) : anyText(chance);
  const [name, inner] = pick(entries, chance);
  const changed = chance() < 0.2 ? undefined : mutated(inner, chance);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? (changed ?? null) : item));
  const kept = entries.filter(([other]) => other !== name);
  return Object.fromEntries(
    changed === undefined ? kept : [...kept, [chance() < 0.9 ? name : anyText(chance), changed]],
  );
}
