import { answerPlan, requireReason } from '../../client/approvals/answer.ts';
import { answerSentence } from './answer-sentence.ts';
import { answerSeveral } from './answer-several.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';

export function answerCommand(decision: 'approve' | 'deny', summary: string): Command {
  return {
    syntax: `${decision} <id...>`,
    summary,
    options: (command) =>
      command
        .option('--reason <why>', 'stored with the answer in the evidence (required)')
        .option('--yes', 'several ids: do not ask for confirmation'),
    help: `Examples:
  offboard ${decision} ID --reason 'agreed with the search team'
  offboard ${decision} ID1 ID2 ID3 --reason 'ticket 4711' --stage prod --profile approver
Of several ids each plan is shown, all are confirmed at once, and each is answered by itself. Exits with 6 where only a
part of the answers counts.`,
    async run(context, ids, options) {
      const { client, output } = context;
      const reason = requireReason(decision, options.reason as string | undefined);
      if (ids.length > 1) return answerSeveral(context, ids, { decision, reason }, options);
      const answer = await answerPlan(client(), ids[0] ?? '', decision, reason);
      if (output.structured) output.data(answer);
      else output.text(answerSentence(answer));
      return EXIT.done;
    },
  };
}
