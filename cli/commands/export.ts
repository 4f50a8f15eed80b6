import { stageFlag } from '../../client/connection.ts';
import { findPlan } from '../../client/plans/find.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import type { Command } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';
import { writeFile } from '../common/files.ts';
import { exportedPlan } from '../here/exported-plan.ts';

export const exportPlan: Command = {
  syntax: 'export <plan>',
  summary: 'a plan as a file, for the deployed stack: its id, or at least the first 12 digits of it',
  options: (command) => command.option('--out <file>', 'write it there (default: standard output)'),
  help: `Examples:
  offboard export 464e6ebf4cc9 --here > alice.json
  offboard export 464e6ebf4cc9 --here --out alice.json
  offboard apply alice.json
The deployed stack takes it for the same stage, account and Region. It discovers again, and removes exactly what the plan
lists or nothing; its own guardrails and approvals hold.`,
  here: 'reads',
  async run({ client, output }, [given = ''], options) {
    const plan = exportedPlan(await findPlan(client(), given));
    const file = options.out as string | undefined;
    if (file !== undefined) writeFile(file, `${JSON.stringify(plan)}\n`);
    if (file === undefined || output.structured) output.data(plan);
    const { region, stage } = client().connection;
    const place = [`--region ${region}`, ...stageFlag(stage, process.env)].join(' ');
    output.note(`apply ${shortPlanId(plan.id)} with: offboard apply ${file ?? 'FILE'} ${place}`);
    return EXIT.done;
  },
};
