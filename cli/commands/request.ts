/** Requests the removal of one association. */

import { kinds } from '../../associations/registry.ts';
import { putEvent } from '../../client/events/put.ts';
import { runningWith } from '../../client/executions/same-request.ts';
import { withStatement } from '../../client/identity/attest.ts';
import { callerArn } from '../../client/identity/caller.ts';
import { textsIn } from '../../client/nearest-names.ts';
import type { StackClient } from '../../client/stack-client.ts';
import { InvalidEvent } from '../../events/define.ts';
import { type DisassociationRequest, disassociationRequested } from '../../events/disassociation-requested.ts';
import { newMetadata } from '../../events/metadata.ts';
import { problemLine } from '../../events/problem.ts';
import type { Command, Options } from '../common/command.ts';
import { printEvent } from '../common/event.ts';
import { EXIT, usage } from '../common/exit.ts';
import { exampleRequest, parseFields } from '../common/fields.ts';
import { checkWait, followRequest, waitOptions } from '../common/follow.ts';
import { descriptionOf } from '../common/kind.ts';
import { noteNearestNames } from '../common/note-nearest-names.ts';
import { moment } from '../common/time.ts';
import { reasonHere } from '../here/on-record.ts';

export const request: Command = {
  syntax: 'request <kind> [fields...]',
  summary: 'request the removal of one association: request KIND field=value ...',
  options: (command) =>
    waitOptions(
      command
        .option('--id <id>', 'the request id (default: a new ULID); another request that has it keeps it')
        .option('--deadline <when>', 'stop waiting then: a duration (2h) or a time')
        .option('--where-region <region>', 'in this Region')
        .option('--where-role <arn>', 'through this spoke role, in its account')
        .option('--requested-by <who>', 'whom it is requested for, a claim beside your own identity')
        .option('--reason <why>', 'why, for the evidence')
        .option('--dry-run', 'print the event that would be sent, which offboard emit takes, and send nothing'),
    ),
  help: `Examples:
  offboard request ${exampleRequest()} --wait
  offboard request ${exampleRequest(kinds[0])} --dry-run
offboard kinds lists the kinds with their fields.`,
  here: 'changes',
  async run(context, [kind = '', ...fields], options) {
    // A mistake is reported before the first call.
    checkWait(options);
    detailOf(kind, fields, options, new Date());
    const client = context.client();
    const requestedBy = (options.requestedBy as string | undefined) ?? (await callerArn(client));
    const { here } = client.connection;
    const reason = reasonHere(here, options.reason as string | undefined);
    const askedAt = (time: Date) => detailOf(kind, fields, { ...options, requestedBy, reason }, time);
    const unfinished = here && (await runningWith(client, kind, askedAt));
    const own = unfinished?.request ?? askedAt(await client.now());
    if (options.dryRun === true) return printEvent(context, disassociationRequested, own);
    const detail = unfinished?.request ?? (await withStatement(client, own));
    const eventId = unfinished === undefined ? await put(client, detail) : eventOf(unfinished.executionArn);
    const sent = { requestId: detail.metadata.id, eventId, kind, mayBeUsed: options.id !== undefined };
    const exitCode = await followRequest(context, sent, options);
    if (exitCode === EXIT.notFound || exitCode === EXIT.neverSeen) {
      const { association, target, where } = detail.data;
      const names = textsIn(target);
      await noteNearestNames(context, { names, kinds: [association], where: where === undefined ? [] : [where] });
    }
    return exitCode;
  },
};

function put(client: StackClient, detail: DisassociationRequest): Promise<string> {
  const { source, detailType } = disassociationRequested;
  return putEvent(client, { source, detailType, detail });
}

/** An execution is named after the event that started it: `<event id>_<hash>`. */
function eventOf(executionArn: string): string {
  return executionArn.slice(executionArn.lastIndexOf(':') + 1).replace(/_.*$/, '');
}

function detailOf(kind: string, fields: readonly string[], options: Options, now: Date): DisassociationRequest {
  const { target } = descriptionOf(kind);
  const given = (name: string) => options[name] as string | undefined;
  const [id, by, reason] = [given('id'), given('requestedBy'), given('reason')];
  const where = { ...named('region', given('whereRegion')), ...named('roleArn', given('whereRole')) };
  const detail = {
    metadata: newMetadata({
      timestamp: now.toISOString(),
      ...named('id', id),
      ...named('requestedBy', by),
      ...named('reason', reason),
    }),
    data: {
      association: kind,
      target: parseFields(fields, target.example as Record<string, unknown>),
      ...(Object.keys(where).length > 0 ? { where } : {}),
      ...named('deadline', given('deadline') && moment('--deadline', given('deadline') as string, now)),
    },
  };
  return validated(detail, kind);
}

function named<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: string } {
  return value ? ({ [name]: value } as { [key in Name]?: string }) : {};
}

/** @throws ClientError INVALID with every problem, so that nothing invalid is sent. */
function validated(detail: unknown, kind: string): DisassociationRequest {
  try {
    return disassociationRequested.read({ 'detail-type': disassociationRequested.detailType, detail });
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    const problems = error.problems.map(({ path, message }) =>
      problemLine({ path: path.replace(/^detail\.data\.target\./, ''), message }),
    );
    throw usage(
      `the request for ${kind} is invalid; nothing was sent`,
      ...problems,
      `offboard kinds ${kind} lists the fields`,
    );
  }
}
