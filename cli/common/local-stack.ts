import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalAws, type LocalAwsOptions, type StackSource, startLocalAws } from '@offboard/local-aws';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { ACCOUNTS, HOME } from '../../simulators/common/locations.ts';
import { simulationRoutes } from '../../simulators/control-routes.ts';
import { httpEndpoints } from '../../simulators/http-endpoints.ts';
import { openCloud, type SeedOptions, serve } from '../../simulators/index.ts';
import { cacheHome } from './cache-home.ts';

export interface LocalStackOptions
  extends Omit<LocalAwsOptions, 'template' | 'bundles' | 'stackName' | 'account' | 'region' | 'services'> {
  /** Directory that holds `.serverless/`. */
  packaged: string;
  /** A generated cloud of this many associations instead of the small one. */
  size?: number;
  simulation?: Omit<SeedOptions, 'seed' | 'size'>;
}

export interface LocalStack extends LocalAws {
  cloud: SimulatedCloud;
}

export async function startLocalStack({
  packaged,
  size,
  simulation,
  ...options
}: LocalStackOptions): Promise<LocalStack> {
  let cloud: SimulatedCloud | undefined;
  const { name: stackName, ...source } = packagedSource(packaged);
  const localAws = await startLocalAws({
    ...source,
    stackName,
    roleStacks: spokeSources(packaged),
    httpEndpoints,
    codeCache: join(cacheHome(), 'functions'),
    services(aws) {
      cloud = openCloud(aws, { ...simulation, seed: options.seed ?? 1, ...(size === undefined ? {} : { size }) });
      return serve(cloud);
    },
    ...options,
    controlRoutes: { ...simulationRoutes(() => cloud as SimulatedCloud), ...options.controlRoutes },
  });
  return { ...localAws, cloud: cloud as SimulatedCloud };
}

/** The stack as `serverless package` left it. */
export function packagedSource(packaged: string): StackSource {
  const bundles = join(packaged, '.serverless');
  const { service } = JSON.parse(readFileSync(join(bundles, 'serverless-state.json'), 'utf8')) as {
    service: { service: string; provider: { stage: string } };
  };
  return {
    ...HOME,
    name: `${service.service}-${service.provider.stage}`,
    template: join(bundles, 'cloudformation-template-update-stack.json'),
    bundles,
  };
}

/** The spoke role's template in every account but the stack's own. */
export function spokeSources(packaged: string): StackSource[] {
  const { account, region, name } = packagedSource(packaged);
  const template = join(packaged, '.serverless', 'spoke-role.json');
  return ACCOUNTS.filter((each) => each !== account).map((spoke) => ({
    template,
    name: `${name}-spoke`,
    account: spoke,
    region,
    parameters: { HubAccount: account },
  }));
}
