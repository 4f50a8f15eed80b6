/** The leaver's offboarding on one screen: who does what, and by which command. */

import { shortPlanId } from '../../client/plans/short-id.ts';
import type { Context } from '../common/command.ts';
import type { LocalStack } from '../common/local-stack.ts';
import { cut, type Style, table } from '../common/output.ts';
import { PLAN_COLUMNS } from '../common/plan-table.ts';
import { createProgressBar } from '../common/progress-bar.ts';
import {
  APPROVAL_REASON,
  APPROVER,
  LEAVER,
  type LeaverResult,
  offboardLeaver,
  REQUESTER,
  SPOKE_ROLE,
} from './leaver.ts';

/** Who acts stands in the first column. */
const ACTOR_WIDTH = 9;
const COLUMNS = PLAN_COLUMNS.filter(({ title }) => ['#', 'association', 'account', 'kind'].includes(title));

/** @throws Error where a step does not end as it should. */
export async function tellStory({ client, output }: Context, runtime: LocalStack): Promise<LeaverResult> {
  const bar = createProgressBar(output);
  const room = output.width - ACTOR_WIDTH;
  const say = (actor: string, text: string, style?: Style) => {
    const shown = cut(text, room);
    const words = style === undefined ? shown : output.paint(style, shown);
    output.note(`${output.paint('bold', actor.padEnd(ACTOR_WIDTH))}${words}`);
  };
  output.note('');
  output.note(output.paint('bold', `${LEAVER} leaves: from the signal to the proof`));
  const result = await offboardLeaver(client(), runtime, {
    signalled: () => say('hr', `puts PersonLeaving on the bus, as an HR system does: ${LEAVER} leaves`),
    noticed: (subject) => say('notice', subject, 'warn'),
    planned(plan) {
      say(REQUESTER, `offboard plan --user ${LEAVER} --where-role own \\`);
      say('', `  --where-role ${SPOKE_ROLE}`);
      for (const row of table({ ...output, width: room }, plan.items, COLUMNS))
        output.note(`${' '.repeat(ACTOR_WIDTH)}${row}`);
      say(REQUESTER, `offboard apply ${shortPlanId(plan.id)} --approval required`);
    },
    approved: (id) => say(APPROVER, `offboard approve ${id} --reason ${APPROVAL_REASON}`),
    progressed({ ended = [], text, share }) {
      if (ended.length > 0) bar.clear();
      for (const { item, result } of ended)
        say(
          'stack',
          `${result.outcome} ${item?.kind} ${item?.label}`,
          result.outcome === 'DISASSOCIATED' ? 'good' : 'bad',
        );
      if (output.live) bar.show(text, share);
    },
  });
  bar.clear();
  const { offboarding, removed, planned, records, problems } = result;
  say('stack', `${removed} of ${planned} removed: AWS was read until none was listed any more`);
  say('auditor', `offboard evidence ${offboarding} --out proof.json`);
  say('', 'offboard evidence verify proof.json');
  if (problems.length === 0)
    say('', `Verified: ${records} records, chained by hashes, signed by the stack's key`, 'good');
  else say('', problems.join('; '), 'bad');
  return result;
}
