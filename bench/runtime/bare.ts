/** The runtime with nothing to run: the listener, the services, and one role. Its argument is the clock. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClockMode, startRuntime as Start } from '@offboard/local-aws';

const packaged = mkdtempSync(join(tmpdir(), 'offboard-bare-'));
mkdirSync(join(packaged, '.serverless'));

// The spoke role's template is told the hub's account; a machine needs a role that Step Functions may take on.
const template = JSON.stringify({
  Parameters: { HubAccount: { Type: 'String', Default: '' } },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'bare',
        AssumeRolePolicyDocument: {
          Statement: { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
        },
      },
    },
  },
});
writeFileSync(join(packaged, '.serverless', 'cloudformation-template-update-stack.json'), template);
writeFileSync(
  join(packaged, '.serverless', 'serverless-state.json'),
  JSON.stringify({ service: { service: 'offboard', provider: { stage: 'dev' } } }),
);
writeFileSync(join(packaged, '.serverless', 'spoke-role.json'), template);

const built = new URL('../../dist/runtime.mjs', import.meta.url).href;
const { startRuntime } = (await import(built)) as { startRuntime: typeof Start };
const runtime = await startRuntime({ packaged, stage: 'dev', clock: (process.argv[2] ?? 'real') as ClockMode });
rmSync(packaged, { recursive: true });
console.log(JSON.stringify(runtime.about()));
process.once('SIGTERM', () => void runtime.close().then(() => process.exit(0)));
