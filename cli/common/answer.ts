/** What approve and deny share. */

import { answerPlan, type GivenAnswer } from '../../client/approvals/answer.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';

export function answerCommand(decision: 'approve' | 'deny', summary: string): Command {
  return {
    syntax: `${decision} <id>`,
    summary,
    options: (command) => command.option('--reason <why>', 'stored with the answer in the evidence (required)'),
    help: `Examples:
  offboard ${decision} ID --reason 'agreed with the search team'
  offboard ${decision} ID --reason 'ticket 4711' --stage prod --profile approver`,
    async run({ client, output }, [id = ''], { reason }) {
      const answer = await answerPlan(client(), id, decision, reason as string | undefined);
      if (output.structured) output.data(answer);
      else output.text(sentenceOf(answer));
      return EXIT.done;
    },
  };
}

function sentenceOf({ decision, planId, by, missing }: GivenAnswer): string {
  const done = `${decision === 'approve' ? 'approved' : 'denied'} plan ${shortPlanId(planId)} as ${by}`;
  return missing === 0 ? done : `${done}; ${missing} more approver must approve, because the requester is only claimed`;
}
