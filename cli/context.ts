/** The context of a command, made from the flags that all commands share. */

import { type ConnectionOptions, connect, flagsOf } from '../client/connection.ts';
import { createStackClient, type StackClient } from '../client/stack-client.ts';
import type { Context } from './command.ts';
import { createOutput } from './output.ts';

export function createContext(flags: ConnectionOptions & { json?: boolean }, signal: AbortSignal): Context {
  let client: StackClient | undefined;
  const connected = () => {
    client ??= createStackClient(connect(flags), signal);
    return client;
  };
  /** Empty for flags that name no stack. */
  const place = () => {
    try {
      return [flagsOf(connected().connection)];
    } catch {
      return [];
    }
  };
  return {
    output: createOutput(flags.json === true),
    client: connected,
    line: (words) => ['offboard', words, ...place()].join(' '),
    signal,
  };
}
