import { type Inputs, oneOf, required, text } from '@offboard/local-aws/service';

const MPA_OPERATION = oneOf('IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE');
const MPA_REQUESTER_COMMENT = text({ length: [0, 200], sensitive: true });
const MPA_TEAM_ARN = text({
  length: [20, 2048],
  pattern: 'arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:approval-team/[a-zA-Z0-9._-]+',
});

export const INPUTS = {
  DisassociateMpaTeam: { Action: required(MPA_OPERATION), RequesterComment: MPA_REQUESTER_COMMENT },
  GetMpaTeamAssociation: { Action: required(MPA_OPERATION) },
  AssociateMpaTeam: {
    Action: required(MPA_OPERATION),
    MpaTeamArn: required(MPA_TEAM_ARN),
    RequesterComment: MPA_REQUESTER_COMMENT,
  },
} as const satisfies Inputs;
