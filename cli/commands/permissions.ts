import { Option } from 'commander';
import { type Task, tasks } from '../../associations/common/permissions.ts';
import { type Kind, kinds } from '../../associations/registry.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { Command } from '../common/command.ts';
import { EXIT, usage } from '../common/exit.ts';
import { descriptionOf } from '../common/kind.ts';
import { AUDIENCES, type Audience, policyFor, SENDERS } from '../common/permissions.ts';
import { READS } from '../here/operations.ts';
import { policyHere } from '../here/policy.ts';

/** What a command calls with --here. */
const HERE: Readonly<Record<string, readonly Task[]>> = { plan: READS, apply: tasks };

export const permissions: Command = {
  syntax: 'permissions',
  summary: 'the IAM policy for an operator, an approver, an auditor or a program of this stack',
  options: (command) =>
    command
      .addOption(
        new Option('--for <who>', 'whose policy; plan and apply: your own, with --here')
          .choices([...AUDIENCES, ...Object.keys(HERE)])
          .makeOptionMandatory(),
      )
      .option('--kind <kind>', `${SENDERS.join(', ')}: single requests, and executions of this kind only`),
  help: `Examples:
  offboard permissions --for operator > operator.json
  offboard permissions --for plan --here
It prints a policy document for IAM or a permission set of IAM Identity Center:
  aws iam create-policy --policy-name offboard-operator --policy-document file://operator.json
IAM does not see the kind of a request: with --kind, single requests of other kinds can still be sent.`,
  here: 'reads',
  async run({ client, output }, _args, options) {
    const who = String(options.for);
    const kind = options.kind === undefined ? undefined : descriptionOf(String(options.kind)).kind;
    const { here } = client().connection;
    const tasksHere = HERE[who];
    if ((here === undefined) !== (tasksHere === undefined))
      throw usage(`--for ${Object.keys(HERE).join(' and --for ')} go with --here, all others without`);
    const policy =
      here && tasksHere
        ? policyHere(kind === undefined ? kinds : [kind as Kind], tasksHere, here)
        : await policyOf(client(), who as Audience, kind);
    if (output.structured) output.data(policy);
    else output.text(JSON.stringify(policy, null, 2));
    return EXIT.done;
  },
};

/** @throws ClientError INVALID for a kind that narrows nothing. */
async function policyOf(client: StackClient, audience: Audience, kind: string | undefined) {
  if (kind !== undefined && !SENDERS.includes(audience)) throw usage(`--kind narrows ${SENDERS.join(' and ')} only`);
  return policyFor(audience, await client.stack(), kind);
}
