import { type Inputs, integer, list, oneOf, required, text } from '@offboard/local-aws/service';

const SESSION_ARN = text({
  length: [20, 2048],
  pattern: 'arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:session/[a-zA-Z0-9._-]+/[a-zA-Z0-9_-]+',
});
const APPROVAL_TEAM_ARN = text({
  length: [20, 2048],
  pattern: 'arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:approval-team/[a-zA-Z0-9._-]+',
});
const MAX_RESULTS = integer(1, 20);
const TOKEN = text({ length: [0, 4096] });

export const INPUTS = {
  GetSession: { SessionArn: required(SESSION_ARN) },
  CancelSession: { SessionArn: required(SESSION_ARN) },
  ListSessions: {
    ApprovalTeamArn: required(APPROVAL_TEAM_ARN),
    MaxResults: MAX_RESULTS,
    NextToken: TOKEN,
    Filters: list(
      {
        FieldName: oneOf('ActionName', 'ApprovalTeamName', 'VotingTime', 'Vote', 'SessionStatus', 'InitiationTime'),
        Operator: oneOf('EQ', 'NE', 'GT', 'LT', 'GTE', 'LTE', 'CONTAINS', 'NOT_CONTAINS', 'BETWEEN'),
        Value: text({ length: [0, 1000] }),
      },
      { length: [0, 10] },
    ),
  },
  ListApprovalTeams: { MaxResults: MAX_RESULTS, NextToken: TOKEN },
} as const satisfies Inputs;
