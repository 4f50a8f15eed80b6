/** The requests `npm start` shows: each way a request can end, in the world the local runtime begins with. */

export interface Sample {
  /** What it shows, in a few words. */
  title: string;
  /** What is asked for: one association's end unless said otherwise; a cleanup is run as its scheduled rule runs it. */
  as?: 'offboarding' | 'cleanup';
  /** The request's data, or the cleanup's input; the malformed one is malformed here. */
  data: Readonly<Record<string, unknown>>;
  /** How it must end. */
  expected: 'DISASSOCIATED' | 'ALREADY_GONE' | 'FAILED' | 'REJECTED' | 'TIMED_OUT' | 'COMPLETED' | 'PLANNED';
  /** The same request so many times over; once unless said otherwise. */
  copies?: number;
  /** Give up so many seconds after the request. */
  deadlineSeconds?: number;
}

const MPA_ACTION = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
const HOUR = 3_600;

export const samples: readonly Sample[] = [
  {
    title: 'a dictionary leaves a search domain',
    data: { association: 'opensearch-packages', target: { domainName: 'movies', packageIds: ['F123456789'] } },
    expected: 'DISASSOCIATED',
  },
  {
    title: 'a repository lets go of npmjs',
    data: {
      association: 'codeartifact-external-connection',
      target: { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' },
    },
    expected: 'DISASSOCIATED',
  },
  {
    title: 'a namespace stops consuming sales',
    data: {
      association: 'redshift-datashare-consumer',
      target: {
        dataShareArn: 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/sales',
        consumerArn: 'arn:aws:redshift:us-east-1:111122223333:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
      },
    },
    expected: 'DISASSOCIATED',
  },
  {
    title: 'alice leaves her instance; sent three times',
    data: {
      association: 'license-manager-user',
      target: {
        username: 'alice',
        instanceId: 'i-0a1b2c3d4e5f60718',
        identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
        domain: 'corp.example.com',
      },
    },
    expected: 'DISASSOCIATED',
    copies: 3,
  },
  {
    title: 'a team is removed: its approvers agree',
    data: { association: 'payment-cryptography-mpa-team', target: { action: MPA_ACTION } },
    expected: 'DISASSOCIATED',
  },
  {
    title: 'a team is to be removed: its approvers refuse',
    data: {
      association: 'payment-cryptography-mpa-team',
      target: { action: MPA_ACTION },
      where: { region: 'us-west-2' },
    },
    expected: 'FAILED',
  },
  {
    title: 'a dictionary that an index still uses',
    data: { association: 'opensearch-packages', target: { domainName: 'movies', packageIds: ['F222222222'] } },
    expected: 'FAILED',
  },
  {
    title: 'a connection that is gone already',
    data: {
      association: 'codeartifact-external-connection',
      target: { domain: 'acme', repository: 'legacy', externalConnection: 'public:npmjs' },
    },
    expected: 'ALREADY_GONE',
  },
  {
    title: 'a dictionary that never lets go',
    data: { association: 'opensearch-packages', target: { domainName: 'movies', packageIds: ['F333333333'] } },
    expected: 'TIMED_OUT',
    deadlineSeconds: 2 * HOUR,
  },
  {
    title: 'a request with mistakes in it',
    data: { association: 'opensearch-packages', target: { domainName: 'Not A Domain', packageIds: [], colour: 'red' } },
    expected: 'REJECTED',
  },
  {
    title: 'a search domain lets all go, a plugin before its licence',
    as: 'offboarding',
    data: { subject: { type: 'domain', id: 'music' }, options: { mode: 'apply', approval: 'none' } },
    expected: 'COMPLETED',
  },
  {
    title: 'the nightly look for users on terminated instances',
    as: 'cleanup',
    data: {
      policy: {
        name: 'users-on-terminated-instances',
        description: 'Users whose instance is gone and who are still listed',
        kinds: ['license-manager-user'],
        match: { snapshot: { InstanceStatus: ['TERMINATED'] } },
      },
    },
    expected: 'PLANNED',
  },
];
