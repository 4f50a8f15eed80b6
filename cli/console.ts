/** The web console for the stack that a command is connected to. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { associationOf, kinds } from '../associations/registry.ts';
import { flagsOf } from '../client/connection.ts';
import { readDeadLetters } from '../client/dead-letters/read.ts';
import { resend } from '../client/dead-letters/resend.ts';
import { isRequestMachine } from '../client/stack.ts';
import type { StackClient } from '../client/stack-client.ts';
import type { AwsGateway } from '../console/server/aws-gateway.ts';
import type { Console } from '../console/server/index.ts';
import { offboardingsOf } from '../console/server/offboardings.ts';
import { exampleWords } from './fields.ts';

/** dist/ and cli/ are siblings in a clone; the package has dist/ alone. */
const ASSETS = fileURLToPath(new URL('../dist/console', import.meta.url));

export async function consoleOf(
  client: StackClient,
  { actions, assets = ASSETS }: { actions: boolean; assets?: string },
): Promise<Console> {
  const { createConsole } = await import('../console/server/index.ts');
  const { region, local, stackName } = client.connection;
  const { kind, target } = associationOf(kinds[0] as string);
  return createConsole({
    aws: gatewayOf(client),
    assets,
    actions,
    flags: flagsOf(client.connection),
    exampleRequest: `request ${kind} ${exampleWords(target.example).join(' ')}`,
    ...(local ? {} : { cache: join(cacheHome(), 'offboard', region, stackName) }),
  });
}

export function gatewayOf(client: StackClient): AwsGateway {
  const { region, local } = client.connection;
  return {
    clients: client.aws,
    stack: async () => {
      const stack = await client.stack();
      const machines = stack.machines.map((machine) => ({ ...machine, internal: !isRequestMachine(machine.role) }));
      return { ...stack, machines };
    },
    offboardings: offboardingsOf(client),
    resendDeadLetters: async () => resend(client, await readDeadLetters(client)),
    region,
    local,
  };
}

/** XDG base directory specification. */
function cacheHome(): string {
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
