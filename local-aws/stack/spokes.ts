/** The spoke role's template in every account but the stack's own. */

import { ACCOUNTS } from '../../simulators/world.ts';
import { loadTemplate, type Stack } from './load.ts';

export function spokeStacks(packaged: string, { account, region, name }: Stack): Stack[] {
  return ACCOUNTS.filter((each) => each !== account).map((spoke) =>
    loadTemplate(`${packaged}/.serverless/spoke-role.json`, `${name}-spoke`, {
      account: spoke,
      region,
      parameters: { HubAccount: account },
    }),
  );
}
