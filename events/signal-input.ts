/** What a signal's rule hands to the signal state machine: the signal beside the event, by an input template. */

import type { Signal } from './signal.ts';

export type HandedSignal = Omit<Signal, 'pattern' | 'bus'> & {
  /** The bus's own name. */
  bus: string;
  mailDomains: readonly string[];
  /** Of the list `directory-users`. */
  directories?: readonly string[];
};

/** EventBridge puts the whole event in its place. */
const EVENT = '<aws.events.event.json>';

export function signalTemplate(signal: HandedSignal): string {
  return `{"signal":${JSON.stringify(signal)},"event":${EVENT}}`;
}

/** @returns undefined for a template that is none of these. */
export function signalIn(template: string | undefined): HandedSignal | undefined {
  try {
    return (JSON.parse(template?.replace(EVENT, 'null') ?? '{}') as { signal?: HandedSignal }).signal;
  } catch {
    return undefined;
  }
}
