import { describe, expect, it } from 'vitest';
import { refuseInvalidJson, targetInput } from '../../eventbridge/delivery/target-input.ts';

const event = {
  version: '0',
  id: 'e-1',
  'detail-type': 'Asked',
  source: 'test',
  resources: ['arn:a', 'arn:b'],
  detail: { status: 'ACTIVE', count: 3, on: true, none: null, nested: { a: 'x', b: [1, 2] }, quote: 'say "hi"' },
};
const text = JSON.stringify(event);
const occasion = {
  rule: { arn: 'arn:aws:events:us-east-1:111122223333:rule/r', name: 'r' },
  event: text,
  ingested: Date.parse('2026-03-01T12:00:00.700Z'),
};
const InputPathsMap = {
  status: '$.detail.status',
  count: '$.detail.count',
  on: '$.detail.on',
  none: '$.detail.none',
  nested: '$.detail.nested',
  second: '$.detail.nested.b[1]',
  resources: '$.resources',
  missing: '$.detail.missing',
  quote: '$.detail.quote',
};

const { detail: _, 'detail-type': detailType, ...head } = event;

const templates: [what: string, template: string, sent: string][] = [
  ['a text in quotation marks', '"it is <status>, <count>"', '"it is ACTIVE, 3"'],
  ['nothing for a path that leads nowhere', '"it is <missing>"', '"it is "'],
  ['a text without quotation marks', '<status> of <count>', 'ACTIVE of 3'],
  ['objects in a text lose their quotation marks', '"got <nested>"', '"got {a:x,b:[1,2]}"'],
  ['lists in a text too', '"for <resources>"', '"for [arn:a,arn:b]"'],
  [
    'JSON values of every sort',
    '{"s":<status>,"n":<count>,"t":<on>,"z":<none>}',
    '{"s":"ACTIVE","n":3,"t":true,"z":null}',
  ],
  [
    'objects and lists as JSON values',
    '{"o":<nested>,"l":<resources>}',
    '{"o":{"a":"x","b":[1,2]},"l":["arn:a","arn:b"]}',
  ],
  ['an element of a list', '{"b":<second>}', '{"b":2}'],
  ['a text inside a JSON string', '{"m":"is <status>"}', '{"m":"is ACTIVE"}'],
  ['a text beside escaped quotation marks', '{"m":"is \\"<status>\\""}', '{"m":"is \\"ACTIVE\\""}'],
  ['an escaped text where a JSON value stands', '{"q":<quote>}', '{"q":"say \\"hi\\""}'],
  ['an unescaped text inside a JSON string', '{"q":"<quote>"}', '{"q":"say "hi""}'],
  ['an empty text for a value that is not there', '{"m":<missing>}', '{"m":""}'],
  ['one variable alone', '<nested>', '{"a":"x","b":[1,2]}'],
  ['the rule', '"<aws.events.rule-name> <aws.events.rule-arn>"', `"r ${occasion.rule.arn}"`],
  ['when it was received', '{"at":<aws.events.event.ingestion-time>}', '{"at":"2026-03-01T12:00:00Z"}'],
  ['the whole event', '{"event":<aws.events.event.json>}', `{"event":${text}}`],
  [
    'the event without its detail',
    '{"event":<aws.events.event>}',
    `{"event":${JSON.stringify({ ...head, detailType })}}`,
  ],
  ['lines', '"<status>"\n"<count>"', '"ACTIVE"\n"3"'],
];

describe('a target receives', () => {
  it('the event as it is, where nothing else is said', () => {
    expect(targetInput({}, occasion)).toBe(text);
  });

  it('a constant', () => {
    expect(targetInput({ Input: '{"a":1}' }, occasion)).toBe('{"a":1}');
  });

  it.each([
    ['$.detail.nested', '{"a":"x","b":[1,2]}'],
    ['$.detail.status', '"ACTIVE"'],
    ['$.resources[1]', '"arn:b"'],
    ["$.detail['status']", '"ACTIVE"'],
    ['$.detail.nested.b[*]', '[1,2]'],
    ['$.detail-type', '"Asked"'],
    ['$', text],
  ])('what stands at %s', (InputPath, sent) => {
    expect(targetInput({ InputPath }, occasion)).toBe(sent);
  });

  it.each(templates)('%s', (_what, InputTemplate, sent) => {
    expect(targetInput({ InputTransformer: { InputPathsMap, InputTemplate } }, occasion)).toBe(sent);
  });

  it.each(['123456789012345678', '1.0', '1e3'])('the number %s with its text', (number) => {
    const large = { ...occasion, event: `{"detail":{"n":${number}}}` };
    expect(targetInput({ InputPath: '$.detail' }, large)).toBe(`{"n":${number}}`);
    const transformer = { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"n":<n>,"text":"<n>"}' };
    expect(targetInput({ InputTransformer: transformer }, large)).toBe(`{"n":${number},"text":"${number}"}`);
  });

  it.each([
    ['an object', '{"o":"<nested>"}', false],
    ['a list in a longer text', '{"o":"of <resources>"}', false],
    ['a text', '{"o":"<status>"}', true],
    ['an object, where the template is a text', '"of <nested>"', true],
  ])('%s in quotation marks: only what makes JSON', (_what, InputTemplate, isDelivered) => {
    const target = { InputTransformer: { InputPathsMap, InputTemplate } };
    const check = () => refuseInvalidJson(target, targetInput(target, occasion));
    if (isDelivered) expect(check).not.toThrow();
    else expect(check).toThrow('makes no valid JSON');
  });
});
