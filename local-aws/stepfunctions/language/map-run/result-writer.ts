/** The objects of a ResultWriter: a manifest, and the children's results by status. */

import type { Json, JsonObject } from '../model/json.ts';
import type { MapRun, MapRunCommand, MapRunResult } from './types.ts';

type Write = Extract<MapRunCommand, { type: 'write-results' }>;

interface WriterConfig {
  Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN';
  OutputType?: 'JSON' | 'JSONL';
}

/** The objects to put, or undefined where the results stay in the state's output. */
export function resultsToWrite(mapRun: MapRun): Write | undefined {
  const { writer } = mapRun.command;
  const destination = destinationOf(mapRun);
  if (!writer || !destination) return undefined;
  const { bucket, folder } = destination;
  const config = writer.config as WriterConfig;
  const files = { FAILED: [] as Json[], PENDING: [] as Json[], SUCCEEDED: [] as Json[] };
  const objects: { key: string; body: string }[] = [];
  for (const status of ['SUCCEEDED', 'FAILED'] as const) {
    const records = recordsOf(mapRun, status === 'SUCCEEDED');
    if (records.length === 0) continue;
    const body = serialize(status === 'SUCCEEDED' ? transform(mapRun, records, config) : records, config);
    // AWS names them .json whatever their OutputType.
    const key = `${folder}/${status}_0.json`;
    objects.push({ key, body });
    files[status].push({ Key: key, Size: Buffer.byteLength(body) });
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles: files };
  objects.unshift({ key: `${folder}/manifest.json`, body: JSON.stringify(manifest) });
  return { type: 'write-results', resource: writer.resource, bucket, objects };
}

/** What the Map state gets for its result once everything is written. */
export function writtenOutput(mapRun: MapRun): Json {
  const { bucket, folder } = destinationOf(mapRun) ?? { bucket: '', folder: '' };
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: bucket, Key: `${folder}/manifest.json` } };
}

/** The state's result where nothing is written: the outputs, or with NONE a record of each child. */
export function resultOf(mapRun: MapRun): Json[] {
  const { Transformation } = (mapRun.command.writer?.config ?? {}) as WriterConfig;
  if (Transformation !== 'NONE') return outputs(mapRun);
  return mapRun.results.flatMap((result, index) => (result ? [recordOf(mapRun, result, index)] : []));
}

/** The outputs of the children that succeeded, in the order of their items. */
function outputs(mapRun: MapRun): Json[] {
  const all = mapRun.results.filter((result) => result?.status === 'SUCCEEDED').map((result) => result?.output ?? null);
  const { Transformation } = (mapRun.command.writer?.config ?? {}) as WriterConfig;
  return Transformation === 'FLATTEN' ? all.flat() : all;
}

function destinationOf({ command, arn }: MapRun): { bucket: string; folder: string } | undefined {
  const { Bucket, Prefix = '' } = (command.writer?.parameters ?? {}) as { Bucket?: string; Prefix?: string };
  if (Bucket === undefined) return undefined;
  const run = arn.slice(arn.lastIndexOf(':') + 1);
  return { bucket: Bucket, folder: Prefix === '' ? run : `${Prefix.replace(/\/$/, '')}/${run}` };
}

function transform(mapRun: MapRun, records: Json[], { Transformation = 'NONE' }: WriterConfig): Json[] {
  return Transformation === 'NONE' ? records : outputs(mapRun);
}

function serialize(records: Json[], { OutputType = 'JSON' }: WriterConfig): string {
  return OutputType === 'JSON'
    ? JSON.stringify(records)
    : records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function recordsOf(mapRun: MapRun, succeeded: boolean): Json[] {
  return mapRun.results.flatMap((result, index) =>
    result && (result.status === 'SUCCEEDED') === succeeded ? [recordOf(mapRun, result, index)] : [],
  );
}

function recordOf(mapRun: MapRun, result: MapRunResult, index: number): JsonObject {
  const { executionArn, name, status, output, error, cause, redriveCount = 0 } = result;
  const succeeded = status === 'SUCCEEDED';
  return {
    ExecutionArn: executionArn,
    Input: JSON.stringify(mapRun.inputs[index] ?? null),
    InputDetails: { Included: true },
    Name: name,
    ...(succeeded && { Output: JSON.stringify(output ?? null), OutputDetails: { Included: true } }),
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
    RedriveCount: redriveCount,
    RedriveStatus: succeeded ? 'NOT_REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN',
    ...(succeeded && { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }),
    StartDate: new Date(result.startDate).toISOString(),
    StateMachineArn: executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, ''),
    Status: status,
    StopDate: new Date(result.stopDate).toISOString(),
  };
}
