/** The input of a target: the event, a part of it, a constant, or a transformed template. */

import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws.ts';
import { parseKeepingNumbers } from '../../core/number-text.ts';
import { timeText } from '../state/event.ts';
import type { KeptTarget, Rule } from '../state/rules.ts';
import { valueAt } from './json-path.ts';

export interface Occasion {
  rule: Pick<Rule, 'arn' | 'name'>;
  /** The event's JSON text. */
  event: string;
  /** When EventBridge received it, in milliseconds since 1970. */
  ingested: number;
}

/** @returns the text that is sent. */
export function targetInput({ Input, InputPath, InputTransformer }: Partial<KeptTarget>, occasion: Occasion): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(parseKeepingNumbers(occasion.event), InputPath)) ?? '';
  return InputTransformer ? transform(InputTransformer, occasion) : occasion.event;
}

/** `<name>`, anywhere in a template. */
export const PLACEHOLDER = /<([\w.-]+)>/g;

export const PREDEFINED: Readonly<Record<string, (occasion: Occasion) => string | Verbatim>> = {
  'aws.events.rule-arn': ({ rule }) => rule.arn,
  'aws.events.rule-name': ({ rule }) => rule.name,
  'aws.events.event.ingestion-time': ({ ingested }) => timeText(ingested),
  'aws.events.event': ({ event }) => new Verbatim(withoutDetail(event)),
  'aws.events.event.json': ({ event }) => new Verbatim(event),
};

/** Inserted without escaping (user guide, on these two variables). */
class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Recorded from AWS: this variable, unlike the event, spells the member detailType. */
function withoutDetail(event: string): string {
  const { detail: _, 'detail-type': detailType, ...rest } = JSON.parse(event) as Record<string, unknown>;
  return JSON.stringify({ ...rest, detailType });
}

/**
 * Recorded from AWS: a template of an object or a list is delivered only where it makes JSON, which a list or an object in
 * quotation marks does not.
 * @throws AwsError InvalidJson
 */
export function refuseInvalidJson({ InputTransformer }: Partial<KeptTarget>, input: string): void {
  if (!InputTransformer || !isObjectOrList(InputTransformer.InputTemplate)) return;
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError('InvalidJson', 'The input template of the target makes no valid JSON with this event.');
  }
}

function isObjectOrList(template = ''): boolean {
  return /^\s*[[{]/.test(template);
}

function transform({ InputPathsMap = {}, InputTemplate = '' }: InputTransformer, occasion: Occasion): string {
  const event = parseKeepingNumbers(occasion.event);
  const isStructure = isObjectOrList(InputTemplate);
  const isJson = isStructure || /^<[\w.-]+>$/.test(InputTemplate.trim());
  return InputTemplate.replace(PLACEHOLDER, (placeholder: string, name: string, at: number) => {
    const path = InputPathsMap[name];
    const value = path === undefined ? PREDEFINED[name]?.(occasion) : valueAt(event, path);
    if (path === undefined && value === undefined) return placeholder;
    if (value instanceof Verbatim) return value.text;
    const isQuoted = insideQuotes(InputTemplate, at);
    if (isStructure && isQuoted && isNested(value)) return JSON.stringify(value);
    return isQuoted || !isJson ? inText(value) : inJson(value);
  });
}

/** A variable whose path finds nothing is empty (recorded from AWS, inside a string). */
function inJson(value: unknown): string {
  return JSON.stringify(value === undefined ? '' : value);
}

/** Inside a string, strings are inserted unquoted and unescaped, other values without their quotation marks. */
function inText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value).replaceAll('"', '');
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function insideQuotes(template: string, at: number): boolean {
  let inside = false;
  for (let index = 0; index < at; index++) {
    if (template[index] === '\\') index++;
    else if (template[index] === '"') inside = !inside;
  }
  return inside;
}
