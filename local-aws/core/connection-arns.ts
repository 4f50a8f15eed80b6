import type { AccountRegion } from './account-region.ts';
import { uuidOf } from './uuid.ts';

/** On AWS their ids are random; here they follow from the name, so that a template's references are known beforehand. */
export function connectionArns(name: string, { account, region }: AccountRegion): { arn: string; secretArn: string } {
  const id = uuidOf(name, account, region);
  return {
    arn: `arn:aws:events:${region}:${account}:connection/${name}/${id}`,
    secretArn: `arn:aws:secretsmanager:${region}:${account}:secret:events!connection/${name}/${id}-a1b2c3`,
  };
}
