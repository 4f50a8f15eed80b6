/** The local AWS with nothing to run: the listener, the services, and one role. Its argument is the clock. */

import type { ClockMode, startLocalAws as Start } from '@offboard/local-aws';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';

// A machine needs a role that Step Functions may assume.
const template = {
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
};

const built = new URL('../../dist/local-aws.mjs', import.meta.url).href;
const { startLocalAws } = (await import(built)) as { startLocalAws: typeof Start };
const clock = (process.argv[2] ?? 'real') as ClockMode;
const localAws = await startLocalAws({ template, clock, start: VIRTUAL_START });
console.log(JSON.stringify(localAws.info()));
process.once('SIGTERM', () => void localAws.close().then(() => process.exit(0)));
