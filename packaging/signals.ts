/** A rule for each signal of events/signals that the stage parameter `signals` names. */

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { type Signal, signalSchema } from '../events/signal.ts';
import { type HandedSignal, signalTemplate } from '../events/signal-input.ts';
import type { PolicyStatement } from './permissions.ts';
import { listIn } from './stage.ts';
import { pascal, type Resources } from './template.ts';

export interface SignalParameters {
  /** Names, separated by commas, of a partner's signal with its bus behind an `@`; empty for none. */
  signals: string;
  /** Domains whose addresses are account names before the `@`. */
  mailDomains: string;
  /** Of AWS Managed Microsoft AD, whose users are listed daily; separated by commas, empty for none. */
  directories: string;
}

/** EventBridge's own limit. */
const MAX_TEMPLATE_CHARACTERS = 8192;

/**
 * By logical id.
 * @throws Error for a name that no file has, a partner's signal without its bus, and a file that is no signal.
 */
export function signalRules(root: string, stackName: string, parameters: SignalParameters): Resources {
  const known = readSignals(root);
  const mailDomains = listIn('mailDomains', parameters.mailDomains).map((domain) => domain.toLowerCase());
  const directories = directoriesIn(parameters.directories);
  const rules = listIn('signals', parameters.signals).map((text): [string, Resources[string]] => {
    const [name = '', bus] = text.split('@');
    const signal = known.find((each) => each.name === name);
    if (!signal) throw new Error(`signals names ${name}; it may name ${known.map((each) => each.name).join(', ')}`);
    return [
      `${pascal(name)}SignalRule`,
      ruleOf({ signal, mailDomains, directories, stackName, bus: busOf(signal, bus) }),
    ];
  });
  return Object.fromEntries(rules);
}

/** @throws Error for what no directory of AWS Managed Microsoft AD is called. */
function directoriesIn(text: string): string[] {
  const directories = listIn('directories', text);
  const wrong = directories.filter((directory) => !/^d-[0-9a-f]{10}$/.test(directory));
  if (wrong.length === 0) return directories;
  throw new Error(`directories are ids such as d-1234567890, separated by commas; not ${wrong.join(', ')}`);
}

function readSignals(root: string): Signal[] {
  return globSync('events/signals/*.json', { cwd: root })
    .sort()
    .map((file) => {
      const signal = v.parse(signalSchema, JSON.parse(readFileSync(join(root, file), 'utf8')));
      if (basename(file, '.json') === signal.name) return signal;
      throw new Error(`${file} holds the signal ${signal.name}; a signal's file is named after it`);
    });
}

/** Undefined for the default bus. */
function busOf({ name, bus }: Signal, given: string | undefined): unknown {
  if (bus === 'partner') {
    if (given?.startsWith('aws.partner/')) return given;
    throw new Error(`signals must name the bus of ${name}, as in ${name}@aws.partner/example.com/account/name`);
  }
  if (given !== undefined) throw new Error(`signals names a bus for ${name}, whose events are on the ${bus} bus`);
  return bus === 'offboard' ? { Ref: 'Bus' } : undefined;
}

interface RuleParts {
  signal: Signal;
  mailDomains: readonly string[];
  directories: readonly string[];
  stackName: string;
  bus: unknown;
}

function ruleOf({ signal, mailDomains, directories, stackName, bus }: RuleParts): Resources[string] {
  const { pattern, list, ...mapping } = signal;
  const InputTemplate = signalTemplate({
    ...mapping,
    ...listOf(list, directories),
    bus: nameOf(bus, stackName),
    mailDomains,
  });
  if (InputTemplate.length > MAX_TEMPLATE_CHARACTERS)
    throw new Error(`signal ${signal.name} with mailDomains is longer than the 8,192 characters of an input template`);
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: `${stackName}-signal-${signal.name}`,
      Description: signal.description,
      ...(bus !== undefined && { EventBusName: bus }),
      EventPattern: pattern,
      Targets: [
        {
          Id: 'Signal',
          Arn: { Ref: 'SignalStateMachine' },
          RoleArn: { 'Fn::GetAtt': ['RuleRole', 'Arn'] },
          InputTransformer: { InputTemplate },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
        },
      ],
    },
  };
}

/** Users are listed in the directories that the stage names, and nowhere else. */
function listOf(list: Signal['list'], directories: readonly string[]): Pick<HandedSignal, 'list' | 'directories'> {
  if (list !== 'directory-users') return list === undefined ? {} : { list };
  return directories.length === 0 ? {} : { list, directories };
}

function nameOf(bus: unknown, stackName: string): string {
  return typeof bus === 'string' ? bus : bus === undefined ? 'default' : stackName;
}

/** Detail-types on the stack's own bus that the rules take, so that they are not answered as unknown. */
export function ownDetailTypes(rules: Resources): string[] {
  return Object.values(rules).flatMap(({ Properties }) => {
    const { EventBusName, EventPattern } = (Properties ?? {}) as {
      EventBusName?: unknown;
      EventPattern?: { 'detail-type'?: string[] };
    };
    return typeof EventBusName === 'object' ? (EventPattern?.['detail-type'] ?? []) : [];
  });
}

/** For signals that have the id of a user, whose name the state machine looks up. */
export function lookUpStatements(rules: Resources): PolicyStatement[] {
  const needed = Object.values(rules).some((rule) => JSON.stringify(rule).includes('lookUp'));
  if (!needed) return [];
  const arn = `arn:\${AWS::Partition}:identitystore:`;
  const resources = [`${arn}:\${AWS::AccountId}:identitystore/*`, `${arn}::user/*`];
  return [
    {
      Effect: 'Allow',
      Action: ['identitystore:DescribeUser'],
      Resource: resources.map((resource) => ({ 'Fn::Sub': resource })),
    },
  ];
}
