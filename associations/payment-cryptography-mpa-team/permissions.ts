import type { KindPermissions, Statement } from '../common/permissions.ts';

/** A team lives in us-east-1, in the account that made it and shares it (AWS RAM), and so do its sessions. */
const teams = { resources: ['arn:{partition}:mpa:*:*:approval-team/{approvalTeams}'], inStageRegions: true } as const;
const sessions = ['arn:{partition}:mpa:*:*:session/*'];

const getTeam: Statement = {
  actions: ['payment-cryptography:GetMpaTeamAssociation'],
  resources: ['*'],
  reason: 'GetMpaTeamAssociation names an action, and an action without a team has no team to be authorized on',
  inStageRegions: true,
};
/** The service authorization reference has sessions as the resource, the user guide's example the team. */
const startSession: Statement = { actions: ['mpa:StartSession'], resources: [...sessions, ...teams.resources] };
const getSession: Statement = { actions: ['mpa:GetSession'], resources: sessions };

export const permissions: KindPermissions = {
  parameters: [{ name: 'approvalTeams', default: '*', description: 'MPA approval teams, as a pattern over their ids' }],
  /** Payment Cryptography user guide, "Quotas": 5 requests a second of the control plane's operations together. */
  rates: { 'payment-cryptography': 5 },
  startLeases: 'lease#mpa#*',
  start: [
    { actions: ['payment-cryptography:DisassociateMpaTeam'], ...teams },
    getTeam,
    startSession,
    getSession,
    // A vote that this request opened and that has ended since is its answer.
    {
      actions: ['mpa:ListSessions'],
      resources: ['*'],
      reason: 'Multi-party approval has no resource type for listing sessions',
    },
  ],
  poll: [getTeam, getSession],
  discover: [getTeam],
  restore: [{ actions: ['payment-cryptography:AssociateMpaTeam'], ...teams }, startSession, getTeam, getSession],
};
