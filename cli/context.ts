/** What a verb is handed, made from the flags that all verbs share. */

import { type Clients, createClients } from '../client/aws-clients.ts';
import { type Connection, type ConnectionFlags, connect, flagsOf } from '../client/connection.ts';
import type { Context } from './command.ts';
import { createOutput } from './output.ts';

/** Connection and clients are made when first asked for, so that `kinds` needs no Region. */
export function createContext(flags: ConnectionFlags & { json?: boolean }, signal: AbortSignal): Context {
  let connection: Connection | undefined;
  let clients: Clients | undefined;
  const connected = () => {
    connection ??= connect(flags);
    return connection;
  };
  /** Where none can be told, nothing has been sent anywhere either. */
  const place = () => {
    try {
      return [flagsOf(connected())];
    } catch {
      return [];
    }
  };
  return {
    output: createOutput(flags.json === true),
    connection: connected,
    clients: () => {
      clients ??= createClients(connected());
      return clients;
    },
    line: (words) => ['offboard', words, ...place()].join(' '),
    signal,
  };
}
