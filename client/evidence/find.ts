import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { isEvidenceKey, keptPrefix } from '../../offboardings/keys.ts';
import { listFirstVersions, readText, type StoredVersion } from '../bucket.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { findExecution } from '../executions/find.ts';
import { type RequestSummary, summarizeRequest } from '../executions/request-summary.ts';
import { readRun, reasonLines } from '../offboardings/run.ts';
import type { StackClient } from '../stack-client.ts';

/** A document as the bucket has it. */
export interface FoundEvidence {
  /** Of the object. */
  key: string;
  document: Evidence;
  /** Its very bytes, which are what is signed. */
  text: string;
}

/**
 * The document of the newest run that removed something, or else of the newest. A request that was sent twice has two:
 * what the first run removed was already gone in the second.
 * @param id of the request, or an execution's ARN or name.
 * @throws ClientError where there is none, or none yet.
 */
export async function findEvidence(client: StackClient, id: string): Promise<FoundEvidence> {
  const documents = await evidenceOf(client, id);
  if (documents.length > 0) return mostTelling(documents);
  const arn = await findExecution(client, id);
  const request = await requestOf(client, arn);
  const known = request.requestId === undefined ? [] : await evidenceOf(client, request.requestId);
  const own = known.filter(({ document }) => executionIn(document) === arn);
  if (own.length > 0) return mostTelling(own);
  throw await noEvidence(client, arn, request);
}

/** @param since milliseconds since 1970. @returns oldest first. */
export async function evidenceSince(client: StackClient, since: number): Promise<Evidence[]> {
  const found = await readEvidence(client, await listEvidenceSince(client, since));
  return found.map(({ document }) => document);
}

/** @param since milliseconds since 1970. @returns oldest first. */
export async function listEvidenceSince(client: StackClient, since: number): Promise<StoredVersion[]> {
  const listed = await listFirstVersions(client, keptPrefix());
  return oldestFirst(listed.filter(({ key, modified }) => isEvidenceKey(key) && modified.getTime() >= since));
}

/** Oldest first. */
async function evidenceOf(client: StackClient, offboarding: string): Promise<FoundEvidence[]> {
  const listed = await listFirstVersions(client, keptPrefix(offboarding));
  return readEvidence(client, oldestFirst(listed.filter(({ key }) => isEvidenceKey(key, offboarding))));
}

/** In the order of the list; without those that are no longer there. */
export async function readEvidence(client: StackClient, listed: readonly StoredVersion[]): Promise<FoundEvidence[]> {
  const found = await mapConcurrently(listed, async ({ key, versionId }) => {
    const text = await readText(client, key, versionId);
    return text === undefined ? [] : { key, document: JSON.parse(text) as Evidence, text };
  });
  return found.flat();
}

function oldestFirst(listed: readonly StoredVersion[]): StoredVersion[] {
  return listed.toSorted((a, b) => Number(a.modified) - Number(b.modified));
}

function mostTelling(documents: readonly FoundEvidence[]): FoundEvidence {
  return (documents.findLast(hasRemoved) ?? documents.at(-1)) as FoundEvidence;
}

function hasRemoved({ document }: FoundEvidence): boolean {
  return document.records.some((record) => record.type === 'end' && record.content.rollUp.DISASSOCIATED > 0);
}

function executionIn({ records }: Evidence): string | undefined {
  const [first] = records;
  return first?.type === 'request' ? first.content.execution : undefined;
}

async function requestOf(client: StackClient, executionArn: string): Promise<RequestSummary> {
  const sfn = await client.aws.sfn();
  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return summarizeRequest(input);
}

async function noEvidence(
  client: StackClient,
  arn: string,
  { kind, requestId, correlationId }: RequestSummary,
): Promise<ClientError> {
  const { offboarding, status, reasons, error } = await readRun(client, arn);
  if (status === 'RUNNING') {
    return new ClientError('STILL_RUNNING', `${offboarding} is still running; its evidence is written when it ends`, {
      text: 'see its steps with',
      command: `show ${offboarding}`,
    });
  }
  if (kind !== undefined && correlationId !== undefined && correlationId !== requestId) {
    return new ClientError('NOT_FOUND', `${offboarding} has no evidence of its own`, {
      text: 'it is part of an offboarding that has',
      command: `evidence ${correlationId}`,
    });
  }
  const hints = reasons.length > 0 ? reasonLines(reasons) : [`it ended with ${error ?? status}`];
  return new ClientError('NOT_FOUND', `${offboarding} changed nothing, so there is no evidence`, ...hints);
}
