import { guid } from '@offboard/local-aws/random';
import { type Call, type Inputs, integer, type Operation, oneOf, required, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import {
  associate,
  clusters,
  describe,
  disassociate,
  entriesOf,
  invalid,
  isListed,
  type PolicyFacts,
  policiesOf,
} from './access-policies.ts';

const TEXT = required('text');
const PAGING = { maxResults: integer(1, 100), nextToken: 'text' } as const;
const ENTRY = { clusterName: TEXT, principalArn: TEXT };
const SCOPE = { type: oneOf('cluster', 'namespace'), namespaces: ['text'] } as const;

const INPUTS = {
  ListClusters: PAGING,
  ListAccessEntries: { clusterName: TEXT, ...PAGING },
  ListAssociatedAccessPolicies: { ...ENTRY, ...PAGING },
  AssociateAccessPolicy: { ...ENTRY, policyArn: TEXT, accessScope: required(SCOPE) },
  DisassociateAccessPolicy: { ...ENTRY, policyArn: TEXT },
} as const satisfies Inputs;

const POLICIES = '/clusters/{clusterName}/access-entries/{principalArn}/access-policies';
const query = { maxResults: 'maxResults', nextToken: 'nextToken' };

const HTTP = {
  ListClusters: { method: 'GET', path: '/clusters', query },
  ListAccessEntries: { method: 'GET', path: '/clusters/{clusterName}/access-entries', query },
  ListAssociatedAccessPolicies: { method: 'GET', path: POLICIES, query },
  AssociateAccessPolicy: { method: 'POST', path: POLICIES },
  DisassociateAccessPolicy: { method: 'DELETE', path: `${POLICIES}/{policyArn}` },
} as const;

const paginate = pager(100, () => invalid('The nextToken is not valid.'));

/** Of each operation its part. */
type Input = PolicyFacts & { maxResults?: number; nextToken?: string };

export function serve(cloud: SimulatedCloud) {
  const runs: Readonly<Record<keyof typeof INPUTS, Operation<Input>['run']>> = {
    ListClusters(input, call) {
      const { rows, token } = paginate(cloud, input, cloud.resources(clusters, call), ({ name }) => name);
      return { clusters: rows.map(({ name }) => name), nextToken: token };
    },
    ListAccessEntries(input, call) {
      const principals = entriesOf(cloud, call, input.clusterName).map(({ facts }) => facts.principalArn);
      const { rows, token } = paginate(cloud, input, [...new Set(principals)], (arn) => arn);
      return { accessEntries: rows, nextToken: token };
    },
    ListAssociatedAccessPolicies({ clusterName, principalArn, ...paging }, call) {
      const all = policiesOf(cloud, call, { clusterName, principalArn }).filter(isListed(cloud.readTime()));
      const { rows, token } = paginate(cloud, paging, all, ({ key }) => key);
      return { clusterName, principalArn, associatedAccessPolicies: rows.map(describe), nextToken: token };
    },
    AssociateAccessPolicy: (input, call) => associate(cloud, call, input),
    DisassociateAccessPolicy: (input, call) => disassociate(cloud, call, input),
  };
  const operations = Object.entries(HTTP).map(([name, http]): [string, Operation<Input>] => {
    const permissions = (input: Input, call: Call) => [{ action: `eks:${name}`, resource: arnOf(input, call) }];
    return [name, { http, permissions, run: runs[name as keyof typeof INPUTS] }];
  });
  const service = { name: 'eks', signingName: 'eks', protocol: 'restJson1' } as const;
  return typed({ ...service, operations: Object.fromEntries(operations) }, INPUTS, {
    code: 'InvalidParameterException',
  });
}

/** Allowed on the entry, else on the cluster, else on anything. */
function arnOf({ clusterName, principalArn }: Partial<Input>, { account, region }: Call): string {
  const at = `arn:aws:eks:${region}:${account}`;
  if (principalArn === undefined) return clusterName === undefined ? '*' : `${at}:cluster/${clusterName}`;
  const named = principalArn.replace(/^.*::(\d+):(\w+)\/(.*\/)?/, '$2/$1/');
  return `${at}:access-entry/${clusterName}/${named}/${guid(principalArn)}`;
}
