/**
 * State machines at random: states of every type, in both query languages, nested, with retries, catches, timeouts and
 * task tokens. They only go forward, so that each of them ends.
 */

import { pick } from '@offboard/local-aws/random';
import type { Json } from '@offboard/local-aws/states-language';

type Fields = { [field: string]: Json };
type Language = 'JSONPath' | 'JSONata';

/** Who makes a level of states: chance, the language, and how many levels may still be nested in it. */
interface Making {
  chance: () => number;
  language: Language;
  depth: number;
  prefix: string;
}

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:work';
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/work';

export function randomMachine(chance: () => number): Fields {
  const language: Language = chance() < 0.5 ? 'JSONPath' : 'JSONata';
  return {
    QueryLanguage: language,
    ...(chance() < 0.1 && { TimeoutSeconds: 1 + Math.floor(chance() * 60) }),
    ...level({ chance, language, depth: 2, prefix: 'S' }),
  };
}

/** Every state of a machine finds `n` and `items` in its input. */
export function randomInput(chance: () => number, depth = 2): Fields {
  const count = depth === 0 ? 0 : Math.floor(chance() * 4);
  return {
    n: Math.floor(chance() * 10),
    items: Array.from({ length: count }, () => randomInput(chance, depth - 1)),
  };
}

function level(making: Making): Fields {
  const { chance, prefix } = making;
  const names = Array.from({ length: 2 + Math.floor(chance() * 5) }, (_, index) => `${prefix}${index}`);
  const states = names.map((name, index) => [name, state(making, name, names.slice(index + 1))] as const);
  return { StartAt: `${prefix}0`, States: reachable(Object.fromEntries(states), `${prefix}0`) };
}

/** A Choice may jump over states; AWS refuses a machine with states that nothing leads to. */
function reachable(states: { [name: string]: Fields }, first: string): Fields {
  const found = new Set([first]);
  for (const name of found) {
    const text = JSON.stringify(Object.entries(states[name] as Fields).filter(([field]) => !NESTED.has(field)));
    for (const [, next = ''] of text.matchAll(/"(?:Next|Default)"[:,]"([^"]+)"/g)) found.add(next);
  }
  return Object.fromEntries(Object.entries(states).filter(([name]) => found.has(name)));
}

const NESTED = new Set(['Branches', 'ItemProcessor']);

function state(making: Making, name: string, later: readonly string[]): Fields {
  const { chance, depth } = making;
  const type = pick(depth > 0 ? [...FLAT, 'Parallel', 'Map'] : FLAT, chance);
  const [next] = later;
  const onward: Fields = next === undefined ? { End: true } : { Next: next };
  if (type === 'Choice') return next === undefined ? { Type: 'Succeed' } : choice(making, later);
  if (type === 'Fail')
    return next === undefined ? { Type: 'Fail', Error: 'Broken', Cause: name } : pass(making, name, onward);
  if (type === 'Wait') return { Type: 'Wait', Seconds: Math.floor(chance() * 30), ...onward };
  if (type === 'Pass') return pass(making, name, onward);
  const work = type === 'Task' ? task(making) : type === 'Parallel' ? parallel(making, name) : map(making, name);
  return { ...work, ...result(making), ...failing(making, later), ...onward };
}

const FLAT = ['Pass', 'Task', 'Task', 'Choice', 'Wait', 'Fail'];

function pass({ chance, language }: Making, name: string, onward: Fields): Fields {
  if (language === 'JSONPath') {
    const value = pick<Fields>(
      [{ Result: { a: [1, null] } }, { Parameters: { 'id.$': 'States.UUID()', 'n.$': '$.n' } }],
      chance,
    );
    return { Type: 'Pass', ...value, ResultPath: '$.passed', ...onward };
  }
  return {
    Type: 'Pass',
    Assign: { [`seen${name}`]: '{% $states.input.n %}', [`id${name}`]: '{% $uuid() %}' },
    Output: '{% $merge([$states.input, {"passed": $random() < 2}]) %}',
    ...onward,
  };
}

function choice({ chance, language }: Making, later: readonly string[]): Fields {
  const Next = pick(later, chance);
  const limit = Math.floor(chance() * 10);
  const rule =
    language === 'JSONPath'
      ? { Variable: '$.n', NumericGreaterThan: limit, Next }
      : { Condition: `{% $states.input.n > ${limit} %}`, Next };
  return { Type: 'Choice', Choices: [rule], Default: later[0] as string };
}

function task({ chance, language }: Making): Fields {
  const kind = chance();
  const Resource =
    kind < 0.5
      ? FUNCTION
      : kind < 0.75
        ? 'arn:aws:states:::sqs:sendMessage'
        : 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
  const [path, given] = language === 'JSONPath' ? ['.$', ''] : ['', '{% '];
  const read = (text: string) => (given === '' ? text : `{% ${text.replace(/^\$\$?/, '$states.context')} %}`);
  const body = language === 'JSONPath' ? { [`n${path}`]: '$.n' } : { n: '{% $states.input.n %}' };
  const parameters: Fields =
    kind < 0.5
      ? body
      : {
          QueueUrl: QUEUE,
          MessageBody: { ...body, ...(kind >= 0.75 && { [`token${path}`]: read('$$.Task.Token') }) },
        };
  const timed = chance() < 0.4;
  return {
    Type: 'Task',
    Resource,
    [language === 'JSONPath' ? 'Parameters' : 'Arguments']: parameters,
    ...(timed && { TimeoutSeconds: 20, ...(kind >= 0.75 && { HeartbeatSeconds: 5 }) }),
  };
}

function parallel(making: Making, name: string): Fields {
  const branches = Array.from({ length: 1 + Math.floor(making.chance() * 3) }, (_, index) =>
    level({ ...making, depth: making.depth - 1, prefix: `${name}b${index}` }),
  );
  return { Type: 'Parallel', Branches: branches };
}

function map(making: Making, name: string): Fields {
  const { chance, language, depth } = making;
  return {
    Type: 'Map',
    ...(language === 'JSONPath' ? { ItemsPath: '$.items' } : { Items: '{% $states.input.items %}' }),
    MaxConcurrency: Math.floor(chance() * 3),
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      ...level({ ...making, depth: depth - 1, prefix: `${name}i` }),
    },
  };
}

/** The result goes beside the input. */
function result({ language }: Making): Fields {
  return language === 'JSONPath'
    ? { ResultPath: '$.result' }
    : { Output: '{% $merge([$states.input, {"result": $states.result}]) %}' };
}

function failing({ chance, language }: Making, later: readonly string[]): Fields {
  const retrier = {
    ErrorEquals: [pick(['Busy', 'States.Timeout', 'States.TaskFailed'], chance)],
    IntervalSeconds: 1 + Math.floor(chance() * 3),
    MaxAttempts: Math.floor(chance() * 3),
    BackoffRate: 1.5,
    ...(chance() < 0.3 && { JitterStrategy: 'FULL' }),
  };
  const Next = later.length > 0 ? pick(later, chance) : undefined;
  const kept: Fields =
    language === 'JSONPath'
      ? { ResultPath: '$.error' }
      : { Output: '{% $merge([$states.input, {"error": $states.errorOutput}]) %}' };
  return {
    ...(chance() < 0.5 && { Retry: [retrier] }),
    ...(chance() < 0.5 && Next !== undefined && { Catch: [{ ErrorEquals: ['States.ALL'], Next, ...kept }] }),
  };
}
