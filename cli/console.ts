/** The web console over whatever a command is connected to. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { associationOf, kinds } from '../associations/registry.ts';
import { flagsOf } from '../client/connection.ts';
import { offboardingsOf } from '../client/console.ts';
import { asked, findStack } from '../client/stack.ts';
import type { AwsGateway } from '../console/server/aws-gateway.ts';
import type { Console } from '../console/server/index.ts';
import type { Context } from './command.ts';
import { readLetters, resend } from './commands/dead-letters.ts';
import { exampleWords } from './fields.ts';

/** dist/ and cli/ stand side by side in a clone's root, and dist/ alone in the package's. */
const ASSETS = fileURLToPath(new URL('../dist/console', import.meta.url));

export async function consoleOf(
  context: Context,
  { actions, assets = ASSETS }: { actions: boolean; assets?: string },
): Promise<Console> {
  const { createConsole } = await import('../console/server/index.ts');
  const { region, local, stackName } = context.connection();
  const { kind, target } = associationOf(kinds[0] as string);
  const exampleRequest = `request ${kind} ${exampleWords(target.example).join(' ')}`;
  return createConsole({
    aws: gatewayOf(context),
    assets,
    actions,
    flags: flagsOf(context.connection()),
    exampleRequest,
    ...(local ? {} : { cache: join(cacheHome(), 'offboard', region, stackName) }),
  });
}

export function gatewayOf(context: Context): AwsGateway {
  const { region, local } = context.connection();
  return {
    clients: context.clients(),
    stack: async () => {
      const stack = await findStack(context);
      const requestMachines = asked(stack);
      return {
        ...stack,
        machines: stack.machines.map((machine) => ({ ...machine, internal: !requestMachines.includes(machine) })),
      };
    },
    offboardings: offboardingsOf(context),
    resendDeadLetters: async () => resend(context, await readLetters(context)),
    region,
    local,
  };
}

/** As the XDG base directory specification has it. */
function cacheHome(): string {
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
