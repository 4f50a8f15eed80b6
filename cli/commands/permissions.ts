/** The IAM policy of an operator, an approver, an auditor or a program. */

import { Option } from 'commander';
import type { Command } from '../common/command.ts';
import { EXIT, usage } from '../common/exit.ts';
import { descriptionOf } from '../common/kind.ts';
import { AUDIENCES, type Audience, policyFor, SENDERS } from '../common/permissions.ts';

export const permissions: Command = {
  syntax: 'permissions',
  summary: 'the IAM policy for an operator, an approver, an auditor or a program of this stack',
  options: (command) =>
    command
      .addOption(new Option('--for <who>', 'whose policy').choices(AUDIENCES).makeOptionMandatory())
      .option('--kind <kind>', `${SENDERS.join(', ')}: single requests, and executions of this kind only`),
  help: `Prints a policy document for IAM or a permission set of IAM Identity Center:
  offboard permissions --for operator > operator.json
  aws iam create-policy --policy-name offboard-operator --policy-document file://operator.json
IAM does not see the kind of a request: with --kind, single requests of other kinds can still be sent.`,
  async run({ client, output }, _args, options) {
    const audience = options.for as Audience;
    const kind = options.kind === undefined ? undefined : descriptionOf(String(options.kind)).kind;
    if (kind !== undefined && !SENDERS.includes(audience)) throw usage(`--kind narrows ${SENDERS.join(' and ')} only`);
    const policy = policyFor(audience, await client().stack(), kind);
    if (output.structured) output.data(policy);
    else output.text(JSON.stringify(policy, null, 2));
    return EXIT.done;
  },
};
