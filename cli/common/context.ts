import { type ConnectionOptions, connect, flagsOf } from '../../client/connection.ts';
import { createStackClient, type StackClient } from '../../client/stack-client.ts';
import type { Context } from './command.ts';
import type { Output } from './output.ts';

export function createContext(options: ConnectionOptions, output: Output, signal: AbortSignal): Context {
  let client: StackClient | undefined;
  const connected = () => {
    client ??= createStackClient(connect(options), signal);
    return client;
  };
  /** Empty for options that name no stack. */
  const place = () => {
    try {
      return [flagsOf(connected().connection)];
    } catch {
      return [];
    }
  };
  return {
    output,
    client: connected,
    line: (words) => ['offboard', words, ...place()].join(' '),
    signal,
  };
}
