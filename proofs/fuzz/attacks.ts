/** Ways to send what nobody should: one entry a way. */

import { pick } from '@offboard/local-aws/random';
import { randomInput, randomMachine } from '../replay/random-machines.ts';
import { JSONATA, JSONPATH, PATTERNS } from './hostile.ts';
import { anyInput, anyJson, anyText, mutated } from './inputs.ts';
import { type Answer, TARGETS, type Target } from './target.ts';

type Chance = () => number;
type Attack = [name: string, attack: (chance: Chance) => Promise<Answer>];

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'BREW'];
const SIGNING = [
  ...Object.keys(TARGETS),
  'es',
  'codeartifact',
  'redshift',
  's3',
  'sts',
  'lambda',
  'mpa',
  'cloudformation',
];
const REST = {
  es: ['/2021-01-01/domain/x/packages', '/2021-01-01/packages/dissociateMultiple', '/2021-01-01/opensearch/domain/x'],
  codeartifact: ['/v1/repository?domain=x&repository=y', '/v1/repository/external-connection?domain=a&repository=b'],
  lambda: ['/2015-03-31/functions/x/invocations', '/2015-03-31/functions/', '/2015-03-31/functions/x'],
  'license-manager-user-subscriptions': ['/user/DisassociateUser', '/user/ListUserAssociations'],
  mpa: ['/sessions/x'],
  s3: ['/bucket', '/bucket/key', '/bucket?list-type=2', '/bucket?versioning', '/bucket?policy', '/'],
} as const;

/** `role` is one that Step Functions may take on. */
export function attacksOn(target: Target, role: string): Attack[] {
  let made = 0;
  const served = new Map<string, Promise<string[]>>();
  const operationsOf = (service: keyof typeof TARGETS) => {
    const known = served.get(service) ?? target.call(service, 'Nothing', {}).then(({ body }) => operationsIn(body));
    served.set(service, known);
    return known;
  };
  const run = async (definition: object, input: unknown): Promise<Answer> => {
    const name = `fuzz-${made++}`;
    const order = { name, roleArn: role, definition: JSON.stringify(definition) };
    const created = await target.call('states', 'CreateStateMachine', order);
    const { stateMachineArn } = created.status === 200 ? JSON.parse(created.body) : { stateMachineArn: undefined };
    if (stateMachineArn === undefined) return created;
    const begun = await target.call('states', 'StartExecution', { stateMachineArn, input: JSON.stringify(input) });
    await target.call('states', 'DeleteStateMachine', { stateMachineArn });
    return begun;
  };
  const attacks: Record<string, (chance: Chance) => Promise<Answer>> = {
    bytes: (chance) => target.send(Buffer.from(Array.from({ length: 200 }, () => chance() * 256))),
    'request line': (chance) =>
      target.request(pick(METHODS, chance), `/${encodeURIComponent(safe(anyText(chance)))}`, {
        service: pick(SIGNING, chance),
        headers: { 'content-type': safe(anyText(chance)), 'x-amz-target': safe(anyText(chance)) },
        body: JSON.stringify(anyJson(chance)),
      }),
    'truncated body': (chance) =>
      target.request('POST', '/', {
        service: 'states',
        headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines', 'content-length': '5000' },
        body: '{'.repeat(Math.floor(chance() * 100)),
      }),
    'huge headers': (chance) =>
      target.request('POST', '/', { service: 'states', headers: { 'x-long': 'x'.repeat(chance() * 60_000) } }),
    signature: (chance) =>
      target.request('POST', '/', {
        headers: { authorization: `AWS4-HMAC-SHA256 ${safe(anyText(chance))}`, 'x-amz-target': 'AWSEvents.PutEvents' },
        body: '{}',
      }),
    'deep JSON': () => target.call('events', 'PutEvents', `${'['.repeat(100_000)}`),
    operation: async (chance) => {
      const service = pick(Object.keys(TARGETS) as (keyof typeof TARGETS)[], chance);
      return target.call(service, pick(await operationsOf(service), chance), anyInput(chance));
    },
    REST: (chance) => {
      const service = pick(Object.keys(REST) as (keyof typeof REST)[], chance);
      const path = pick(REST[service] as readonly string[], chance);
      const changed =
        chance() < 0.5 ? path : path.replace(/[xy]|key|bucket/, encodeURIComponent(safe(anyText(chance))));
      const type = service === 's3' ? 'application/xml' : 'application/json';
      const body = chance() < 0.5 ? JSON.stringify(anyInput(chance)) : anyText(chance);
      return target.request(pick(METHODS, chance), changed, { service, headers: { 'content-type': type }, body });
    },
    Query: (chance) => {
      const service = pick(['redshift', 'sts', 'cloudformation'], chance);
      const Action = pick(
        ['DescribeDataShares', 'AssumeRole', 'DescribeStacks', 'DisassociateDataShareConsumer'],
        chance,
      );
      const members = Object.entries(anyInput(chance) as object).map(([name, value]) => [
        `${name}.member.1`,
        `${value}`,
      ]);
      const body = new URLSearchParams([['Action', Action], ...(members as [string, string][])]).toString();
      return target.request('POST', '/', {
        service,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    },
    pattern: (chance) => {
      const EventPattern = JSON.stringify(
        chance() < 0.3 ? pick(PATTERNS, chance) : mutated({ a: [{ prefix: 'x' }] }, chance),
      );
      const Event = JSON.stringify({ ...EVENT, detail: anyJson(chance), a: 'a'.repeat(100) });
      return target.call('events', 'TestEventPattern', { EventPattern, Event });
    },
    event: (chance) => {
      const entry = mutated({ Source: 's', DetailType: 't', Detail: '{"a":1}', EventBusName: 'default' }, chance);
      return target.call('events', 'PutEvents', { Entries: [entry] });
    },
    definition: (chance) => run(mutated(randomMachine(chance), chance) as object, randomInput(chance)),
    JSONata: (chance) => {
      const Output = `{% ${pick(JSONATA, chance)} %}`;
      return run({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output, End: true } } }, LARGE);
    },
    JSONPath: (chance) => {
      const Parameters = { 'x.$': pick(JSONPATH, chance) };
      return run({ StartAt: 'A', States: { A: { Type: 'Pass', Parameters, End: true } } }, LARGE);
    },
  };
  return Object.entries(attacks);
}

const EVENT = {
  id: '1',
  account: '111122223333',
  source: 's',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  'detail-type': 't',
};

const LARGE = { a: 'a'.repeat(100), list: Array.from({ length: 500 }, (_, index) => ({ a: { a: index } })) };

/** What fits into a header's or a path's line. */
function safe(text: string): string {
  return text.replace(/[^\u0021-\u007e]/g, '_');
}

/** An operation that is not served is answered with those that are. */
function operationsIn(body: string): string[] {
  return (/Served: ([\w, ]+)/.exec(body)?.[1] ?? '').split(', ');
}
