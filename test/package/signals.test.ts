/** Which rules the stage parameters `signals` and `mailDomains` make. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lookUpStatements, ownDetailTypes, signalRules } from '../../packaging/signals.ts';

const rules = (signals: string, mailDomains = '') =>
  signalRules(join(import.meta.dirname, '../..'), 'offboard-prod', { signals, mailDomains, directories: '' });
const OKTA = 'aws.partner/okta.com/example/offboard';

it('none by default', () => expect(rules('')).toEqual({}));

it('a rule on its bus for each, which hands over the signal with the domains', () => {
  const made = rules(`ad-user-disabled, okta-user-deactivated@${OKTA}, person-leaving`, 'Example.com, example.org');
  expect(Object.keys(made)).toEqual([
    'AdUserDisabledSignalRule',
    'OktaUserDeactivatedSignalRule',
    'PersonLeavingSignalRule',
  ]);
  expect(Object.values(made).map(({ Properties }) => Properties?.EventBusName)).toEqual([
    undefined,
    OKTA,
    { Ref: 'Bus' },
  ]);
  const [ad] = Object.values(made).map(
    ({ Properties }) => Properties as { Name: string; Targets: [{ InputTransformer: { InputTemplate: string } }] },
  );
  expect(ad?.Name).toBe('offboard-prod-signal-ad-user-disabled');
  const template = ad?.Targets[0].InputTransformer.InputTemplate.replace('<aws.events.event.json>', '{}') ?? '';
  expect(JSON.parse(template)).toEqual({
    signal: expect.objectContaining({
      name: 'ad-user-disabled',
      bus: 'default',
      mailDomains: ['example.com', 'example.org'],
    }),
    event: {},
  });
  expect(ownDetailTypes(made)).toEqual(['PersonLeaving']);
});

it('a look-up is allowed to who needs it', () => {
  expect(lookUpStatements(rules('ad-user-disabled'))).toEqual([]);
  expect(lookUpStatements(rules('ad-user-disabled, identity-center-user-disabled'))).toMatchObject([
    { Action: ['identitystore:DescribeUser'] },
  ]);
});

it.each([
  ['nobody-leaves', '', /signals names nobody-leaves; it may name account-closing/],
  [
    'okta-user-deactivated',
    '',
    /must name the bus of okta-user-deactivated, as in okta-user-deactivated@aws\.partner\//,
  ],
  ['okta-user-deactivated@default', '', /must name the bus of okta-user-deactivated/],
  [`ad-user-disabled@${OKTA}`, '', /names a bus for ad-user-disabled, whose events are on the default bus/],
  [
    'ad-user-disabled',
    Array.from({ length: 900 }, (_, number) => `d${number}.example`).join(),
    /longer than the 8,192/,
  ],
])('%s is refused', (signals, domains, message) => {
  expect(() => rules(signals, domains)).toThrow(message);
});
