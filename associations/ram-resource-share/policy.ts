import type { Json } from '../common/contract.ts';
import { asynchronous } from '../common/pace.ts';
import type { Assessment, Policy } from '../common/policy.ts';
import type { ShareAssociation } from './target.ts';

const MINUTE = 60;

export const policy: Policy<ShareAssociation> = {
  service: 'Resource Access Manager',

  /** Users report less than a minute; while another account has an invitation to answer, the share takes no change. */
  pace: { ...asynchronous, deadline: 24 * 60 * MINUTE, grace: 2 * MINUTE, settle: 0, usual: MINUTE },
  maxConcurrency: 10,

  subjects: {
    account: { field: 'account', description: 'an account that resources are shared with' },
    user: { field: 'userName', description: 'an IAM user that resources are shared with' },
    principal: { field: 'principal', description: 'a principal of resource shares, as RAM shows it' },
    resource: { field: 'resourceArn', description: 'a shared resource, by its ARN' },
    share: { field: 'resourceShareArn', description: 'a resource share, by its ARN' },
  },
  filterOf: ({ resourceShareArn, principal, resourceArn }) => ({ resourceShareArn, principal, resourceArn }),

  assess: ({ target: { principal = '', resourceArn }, snapshot }) =>
    resourceArn === undefined ? assessPrincipal(principal, snapshot) : assessResource(resourceArn),
  approvalRisks: ['whole-organization'],
  restoreSideEffects: 'an account outside the organization is invited, and has seven days to accept',
};

function assessPrincipal(principal: string, snapshot: Json): Assessment {
  const isOrganization = principal.includes(':organizations:');
  const invited = invitedAccount(principal, snapshot);
  return {
    risks: isOrganization ? ['whole-organization'] : [],
    impact: [
      isOrganization
        ? `every account of ${principal.split(':').at(-1)} loses the resources of the share`
        : 'the principal loses every resource of the share; what it runs on shared subnets goes on',
    ],
    restoreMethod: 'associating the principal again',
    ...(invited !== undefined && {
      restorableWith: `account ${invited}, which must accept the invitation to the share`,
    }),
  };
}

/** "VPC sharing": participants keep what they run. Of other types AWS says nothing in general. */
function assessResource(resourceArn: string): Assessment {
  const isSubnet = /:ec2:[^:]*:\d*:subnet\//.test(resourceArn);
  return {
    risks: ['every-principal'],
    impact: [
      `every principal of the share loses ${resourceArn}`,
      isSubnet
        ? 'what participants run on the subnet goes on; nothing new can be started on it, and services there may not scale'
        : 'what others run on the resource may stop working',
    ],
    restoreMethod: 'associating the resource again',
  };
}

/**
 * The account that RAM invites: that of a principal outside the organization. AWS's samples have `external: true` there,
 * while the field's own description can be read the other way about; so only a clear `false` rules it out.
 */
function invitedAccount(principal: string, snapshot: Json): string | undefined {
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::|$)/.exec(principal)?.[1];
  const { external } = (snapshot ?? {}) as { external?: boolean };
  return external === false ? undefined : account;
}
