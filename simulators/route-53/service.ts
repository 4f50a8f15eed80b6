import type { HostedZoneSummary } from '@aws-sdk/client-route-53';
import { AwsError, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { vpcAssociations } from './associations.ts';
import { readChange } from './changes.ts';
import type { Operations } from './inputs.ts';
import { INPUTS } from './inputs.ts';
import { authorizations, globalIn, serviceZones, type Vpc, zones } from './resources.ts';
import { associate, authorizationKey, disassociate, vpcIn } from './vpc-associations.ts';
import { bareId, describeVpc, describeZone, hasVpc, notYours, ownZone, vpcsOf } from './zones.ts';

const VERSION = '2013-04-01';
const ZONE = `/${VERSION}/hostedzone/{HostedZoneId}`;
const USUAL_PAGE = 100;
const paginate = pager(USUAL_PAGE, () => new AwsError('InvalidPaginationToken', 'The pagination token is not valid.'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'route-53',
    signingName: 'route53',
    protocol: 'restXml',
    namespace: `https://route53.amazonaws.com/doc/${VERSION}/`,
    itemNames: { VPCs: 'VPC', HostedZones: 'HostedZone', HostedZoneSummaries: 'HostedZoneSummary' },
    operations: { ...changing(cloud), ...authorizing(cloud), ...reading(cloud) },
  };
  return typed(service, INPUTS, { code: 'InvalidInput' });
}

function changing(cloud: SimulatedCloud) {
  return {
    DisassociateVPCFromHostedZone: {
      http: { method: 'POST', path: `${ZONE}/disassociatevpc` },
      permissions: onZone('DisassociateVPCFromHostedZone', describeVpcs),
      run: (input, call) => ({ ChangeInfo: disassociate(cloud, call, input) }),
    },
    AssociateVPCWithHostedZone: {
      http: { method: 'POST', path: `${ZONE}/associatevpc` },
      permissions: onZone('AssociateVPCWithHostedZone', describeVpcs),
      run: (input, call) => ({ ChangeInfo: associate(cloud, call, input) }),
    },
    GetChange: {
      http: { method: 'GET', path: `/${VERSION}/change/{Id}` },
      permissions: ({ Id = '' }) => [
        { action: 'route53:GetChange', resource: `arn:aws:route53:::change/${bareId(Id)}` },
      ],
      run: ({ Id = '' }, call) => ({ ChangeInfo: readChange(cloud, call, Id) }),
    },
  } satisfies Operations;
}

function authorizing(cloud: SimulatedCloud) {
  return {
    CreateVPCAssociationAuthorization: {
      http: { method: 'POST', path: `${ZONE}/authorizevpcassociation` },
      permissions: onZone('CreateVPCAssociationAuthorization'),
      run(input, call) {
        const zone = ownZone(cloud, call, input.HostedZoneId ?? '');
        const vpc = vpcIn(input);
        cloud.putResource(authorizations, globalIn(call.account), authorizationKey(zone, vpc), vpc);
        return { HostedZoneId: zone.id, VPC: describeVpc(vpc) };
      },
    },
    DeleteVPCAssociationAuthorization: {
      http: { method: 'POST', path: `${ZONE}/deauthorizevpcassociation` },
      permissions: onZone('DeleteVPCAssociationAuthorization'),
      run(input, call) {
        const zone = ownZone(cloud, call, input.HostedZoneId ?? '');
        const key = authorizationKey(zone, vpcIn(input));
        if (cloud.resource(authorizations, globalIn(call.account), key) === undefined) {
          throw new AwsError('VPCAssociationAuthorizationNotFound', 'The VPC is not authorized.', { status: 404 });
        }
        cloud.deleteResource(authorizations, globalIn(call.account), key);
        return {};
      },
    },
    ListVPCAssociationAuthorizations: {
      http: {
        method: 'GET',
        path: `${ZONE}/authorizevpcassociation`,
        query: { maxresults: 'MaxResults', nexttoken: 'NextToken' },
      },
      permissions: onZone('ListVPCAssociationAuthorizations'),
      run({ HostedZoneId = '', MaxResults, NextToken }, call) {
        const { id } = ownZone(cloud, call, HostedZoneId);
        const all = cloud.resources(authorizations, globalIn(call.account), `${id}/`);
        const { rows, token } = paginate(cloud, { MaxResults, NextToken }, all, nameOf);
        return { HostedZoneId: id, VPCs: rows.map(describeVpc), NextToken: token };
      },
    },
  } satisfies Operations;
}

function reading(cloud: SimulatedCloud) {
  return {
    GetHostedZone: {
      http: { method: 'GET', path: `/${VERSION}/hostedzone/{Id}` },
      permissions: ({ Id = '' }) => [{ action: 'route53:GetHostedZone', resource: zoneArn(Id) }],
      run({ Id = '' }, call) {
        const zone = ownZone(cloud, call, Id);
        return { HostedZone: describeZone(zone), VPCs: vpcsOf(cloud, zone, cloud.readTime()).map(describeVpc) };
      },
    },
    ListHostedZones: {
      http: {
        method: 'GET',
        path: `/${VERSION}/hostedzone`,
        query: { marker: 'Marker', maxitems: 'MaxItems', hostedzonetype: 'HostedZoneType' },
      },
      permissions: () => [{ action: 'route53:ListHostedZones', resource: '*' }],
      run({ Marker, MaxItems }, call) {
        const all = cloud.resources(zones, globalIn(call.account));
        const { rows, token } = paginate(cloud, { MaxResults: MaxItems, NextToken: Marker }, all, ({ id }) => id);
        return {
          HostedZones: rows.map(describeZone),
          Marker,
          IsTruncated: token !== undefined,
          NextMarker: token,
          MaxItems: MaxItems ?? USUAL_PAGE,
        };
      },
    },
    ListHostedZonesByVPC: {
      http: {
        method: 'GET',
        path: `/${VERSION}/hostedzonesbyvpc`,
        query: { vpcid: 'VPCId', vpcregion: 'VPCRegion', maxitems: 'MaxItems', nexttoken: 'NextToken' },
      },
      permissions: () => [{ action: 'route53:ListHostedZonesByVPC', resource: '*' }, describeVpcs],
      run({ VPCId = '', VPCRegion = '', MaxItems, NextToken }, call) {
        const vpc = { vpcId: VPCId, region: VPCRegion };
        if (!hasVpc(cloud, call.account, vpc)) throw notYours(call);
        const all = zonesOfVpc(cloud, vpc);
        const { rows, token } = paginate(
          cloud,
          { MaxResults: MaxItems, NextToken },
          all,
          (row) => row.HostedZoneId ?? '',
        );
        return { HostedZoneSummaries: rows, MaxItems: MaxItems ?? USUAL_PAGE, NextToken: token };
      },
    },
  } satisfies Operations;
}

function zonesOfVpc(cloud: SimulatedCloud, { vpcId, region }: Vpc): HostedZoneSummary[] {
  const time = cloud.readTime();
  const isVpc = (vpc: Vpc) => vpc.vpcId === vpcId && vpc.region === region;
  const created = cloud.resources(zones).filter(({ createdWith }) => createdWith !== undefined && isVpc(createdWith));
  const associated = cloud
    .listed(vpcAssociations, time)
    .filter(({ facts }) => isVpc(facts))
    .flatMap(({ account, facts }) => cloud.resource(zones, globalIn(account), facts.zoneId) ?? []);
  const ofServices = cloud.resources(serviceZones).filter(isVpc);
  return [
    ...[...created, ...associated].map(({ id, name, account }) => ({
      HostedZoneId: id,
      Name: name,
      Owner: { OwningAccount: account },
    })),
    ...ofServices.map(({ id, name, service }) => ({ HostedZoneId: id, Name: name, Owner: { OwningService: service } })),
  ];
}

const describeVpcs: Permission = { action: 'ec2:DescribeVpcs', resource: '*' };

function onZone(action: string, ...others: Permission[]) {
  return ({ HostedZoneId = '' }: { HostedZoneId?: string | undefined }): Permission[] => [
    { action: `route53:${action}`, resource: zoneArn(HostedZoneId) },
    ...others,
  ];
}

function zoneArn(id: string): string {
  return `arn:aws:route53:::hostedzone/${bareId(id)}`;
}

function nameOf({ region, vpcId }: Vpc): string {
  return `${region}/${vpcId}`;
}
