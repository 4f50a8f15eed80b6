/** AWS Account Management: which Regions an account has enabled. */

import type { ListRegionsRequest, ListRegionsResponse, RegionOptStatus } from '@aws-sdk/client-account';
import { AwsError, integer, type Operation, oneOf, type Service, text, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { REGIONS } from '../common/locations.ts';
import type { Simulator } from '../common/simulator.ts';

const USUAL_PAGE = 50;
const paginate = pager(USUAL_PAGE, () => new AwsError('ValidationException', 'The token is not valid'));

/** One that every account has to enable first, and that none of these has. */
const OPT_IN = 'ap-east-1';

const INPUTS = {
  ListRegions: {
    AccountId: text({ pattern: '\\d{12}' }),
    MaxResults: integer(1, USUAL_PAGE),
    NextToken: text({ length: [0, 1000] }),
    RegionOptStatusContains: [oneOf('ENABLED', 'ENABLING', 'DISABLING', 'DISABLED', 'ENABLED_BY_DEFAULT')],
  },
} as const;

function serve(cloud: SimulatedCloud): Service {
  const ListRegions: Operation<ListRegionsRequest, ListRegionsResponse> = {
    http: { method: 'POST', path: '/listRegions' },
    permissions: () => [{ action: 'account:ListRegions', resource: '*' }],
    run({ MaxResults, NextToken, RegionOptStatusContains: wanted }) {
      const all = [...REGIONS, OPT_IN].filter((region) => wanted === undefined || wanted.includes(statusOf(region)));
      const { rows, token } = paginate(cloud, { MaxResults, NextToken }, all, (region) => region);
      const Regions = rows.map((RegionName) => ({ RegionName, RegionOptStatus: statusOf(RegionName) }));
      return { Regions, ...(token && { NextToken: token }) };
    },
  };
  const service: Service = {
    name: 'account',
    signingName: 'account',
    protocol: 'restJson1',
    operations: { ListRegions },
  };
  return typed(service, INPUTS);
}

function statusOf(region: string): RegionOptStatus {
  return region === OPT_IN ? 'DISABLED' : 'ENABLED_BY_DEFAULT';
}

export const account: Simulator = { serve };
