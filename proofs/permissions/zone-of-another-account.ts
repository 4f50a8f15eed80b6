/** VPCs of our accounts in a hosted zone of a partner: found, disassociated and restored by the owner of the VPC alone. */

import { listAssociations } from '@offboard/local-aws/simulation';
import { newMetadata } from '../../events/metadata.ts';
import { HOME, PARTNERS, SPOKE } from '../../simulators/common/locations.ts';
import { vpcAssociations } from '../../simulators/route-53/associations.ts';
import { authorizations, globalIn, type Vpc, vpcs, zones } from '../../simulators/route-53/resources.ts';
import { authorizationKey } from '../../simulators/route-53/vpc-associations.ts';
import { finalEvents, type Harness } from '../common/harness.ts';
import { detailOf, placesIn, type Request } from '../common/requests.ts';
import { firstEntry, operator, type Scenario } from './scenario.ts';

const { region } = HOME;
const PARTNER = globalIn(PARTNERS[1]);
const ZONE = 'Z0PARTNERSEXAMPLE1';
const VPCS: readonly (Vpc & { account: string })[] = [
  { account: HOME.account, vpcId: 'vpc-0a1b2c3d4e5f60718', region },
  { account: SPOKE.account, vpcId: 'vpc-0b1c2d3e4f5061728', region },
];

export const zoneOfAnotherAccount: Scenario = {
  name: "VPCs in a partner's hosted zone",
  async run(harness) {
    const { cloud } = harness.runtime;
    const createdWith = { vpcId: 'vpc-0c1d2e3f405162738', region };
    cloud.putResource(zones, PARTNER, ZONE, {
      id: ZONE,
      name: 'partner.example.',
      account: PARTNER.account,
      createdWith,
    });
    for (const { account, ...vpc } of VPCS) {
      cloud.putResource(vpcs, { account, region }, vpc.vpcId, vpc);
      cloud.putResource(authorizations, PARTNER, authorizationKey({ id: ZONE }, vpc), vpc);
      const location = { account: PARTNER.account, region };
      cloud.associate(vpcAssociations, location, { zoneId: ZONE, ...vpc }, [{ at: cloud.now(), status: 'ASSOCIATED' }]);
    }
    await discover(harness);
    await restore(harness, await disassociateTwice(harness));
  },
};

async function discover(harness: Harness): Promise<void> {
  const requests = VPCS.map(({ account, vpcId }) => ({
    metadata: newMetadata({ id: `plan-${vpcId}`, timestamp: timeOf(harness) }),
    data: { subject: { type: 'vpc', id: vpcId }, options: { where: [placesIn({ account, region })] } },
  }));
  await harness.put(requests, 'OffboardingRequested');
  await harness.runtime.settled();
}

/** The second finds them gone, and so does one for a zone of our own. */
async function disassociateTwice(harness: Harness): Promise<Request[]> {
  const { cloud, clock } = harness.runtime;
  const listed = listAssociations(cloud).filter(({ target }) => target.hostedZoneId === ZONE);
  const entries = listed.map((entry) => ({
    ...entry,
    account: VPCS.find(({ vpcId }) => vpcId === entry.target.vpcId)?.account ?? '',
  }));
  const own = [HOME, SPOKE].map(({ account }) => firstEntry(harness, vpcAssociations.kind, account));
  const requests = [...entries, ...own].map((entry, index) => ({ id: `end-${index}`, timestamp: clock.now(), entry }));
  await harness.put(requests.map(detailOf));
  await harness.runtime.settled();
  await harness.put(requests.map((each) => detailOf({ ...each, id: `${each.id}-again`, timestamp: clock.now() })));
  await harness.runtime.settled();
  return requests.slice(0, entries.length);
}

async function restore(harness: Harness, requests: readonly Request[]): Promise<void> {
  const { runtime, answers } = harness;
  const items = requests.map((request, index) => {
    const { association, target, where } = detailOf(request).data;
    const before = finalEvents(answers.get(request.id))[0]?.data.before ?? null;
    return { number: index + 1, association, target, where, before };
  });
  const stateMachineArn = runtime.info().machines.find((arn) => arn.endsWith('-restore'));
  const metadata = newMetadata({ id: 'restore', timestamp: timeOf(harness) });
  const input = JSON.stringify({ metadata, items });
  await runtime.aws.call('sfn', 'StartExecution', { stateMachineArn, input }, { identity: operator });
  await runtime.settled();
}

function timeOf({ runtime }: Harness): string {
  return new Date(runtime.clock.now()).toISOString();
}
