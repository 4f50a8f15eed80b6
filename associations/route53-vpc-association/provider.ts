/**
 * A VPC's association with a private hosted zone of Route 53, removed by the owner of either. An association shows no
 * date, so a late copy of a request cannot be distinguished from a fresh one, and the deadline is short for that reason.
 */

import {
  AssociateVPCWithHostedZoneCommand,
  DisassociateVPCFromHostedZoneCommand,
  Route53Client,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import type { AssociationProvider } from '../common/contract.ts';
import { driver, type Reading } from '../common/driver.ts';
import { writeClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { discoverVpcs } from './discovery.ts';
import { policy } from './policy.ts';
import type { VpcAssociation } from './target.ts';
import { classify, errors, observe, statuses } from './zones.ts';

const provider: AssociationProvider<VpcAssociation> = {
  kind: 'route53-vpc-association',
  errors,
  statuses,
  policy,
  clients: [Route53Client],
  discover: discoverVpcs,

  ...driver<VpcAssociation, Reading>({
    policy,
    noun: 'the VPC',
    skippedNote: 'it was associated after the request was made',
    classify,
    observe,
    async request(target, context) {
      const { ChangeInfo } = await writeClient(Route53Client, context).send(
        new DisassociateVPCFromHostedZoneCommand({ ...requestOf(target), Comment: target.comment }),
      );
      // A change that is in sync at once says nothing of the list.
      if (ChangeInfo?.Id === undefined || ChangeInfo.Status === 'INSYNC') return undefined;
      const serviceStatus = ChangeInfo.Status ?? 'UNKNOWN';
      return {
        observation: { serviceStatus, snapshot: toJson(ChangeInfo) },
        statusClass: statuses[serviceStatus],
        memory: { changeId: ChangeInfo.Id.replace('/change/', '') },
      };
    },
  }),

  async restore(target, _before, context) {
    await writeClient(Route53Client, context).send(new AssociateVPCWithHostedZoneCommand(requestOf(target)));
  },
};

export default provider;

function requestOf({ hostedZoneId, vpcId, vpcRegion }: VpcAssociation) {
  return { HostedZoneId: hostedZoneId, VPC: { VPCId: vpcId, VPCRegion: vpcRegion as VPCRegion } };
}
