/** DeleteObjects: up to a thousand in one request, each permitted, deleted and answered for itself. */

import { type Aws, AwsError, type Call, type Operation } from '../../core/aws.ts';
import { textOf as resolved } from '../../wire/read-xml.ts';
import type { Buckets } from '../state/buckets.ts';
import { malformedXml } from './errors.ts';
import { bucketOf, type NamesBucket } from './guard.ts';
import { REQUEST_PAYER } from './object-binding.ts';
import { document, textOf } from './xml.ts';

interface ObjectIdentifier {
  Key?: string;
  VersionId?: string;
  ETag?: string;
}

interface DeleteObjectsInput extends NamesBucket {
  Body?: Buffer;
  Delete?: { Objects?: ObjectIdentifier[]; Quiet?: string | boolean };
  BypassGovernanceRetention?: string | boolean;
}

interface Deleted {
  VersionId?: string;
  DeleteMarker?: boolean;
}

const MOST = 1000;

export function deleteObjects(aws: Aws, buckets: Buckets) {
  const DeleteObjects: Operation<DeleteObjectsInput> = {
    http: {
      method: 'POST',
      path: '/{Bucket}',
      query: { delete: '' },
      headers: { 'x-amz-bypass-governance-retention': 'BypassGovernanceRetention', ...REQUEST_PAYER },
      payload: 'Body',
      outputPayload: 'Xml',
    },
    // Those of each object are asked for with its deletion: one that is denied keeps no other.
    permissions: () => [],
    async run(input, call) {
      const { name } = bucketOf(buckets, input);
      const { objects, quiet } = asked(input);
      const deleted: object[] = [];
      const Errors: object[] = [];
      for (const object of objects) {
        try {
          const answer = await deleteOne(aws, call, input, { Bucket: name, ...object });
          deleted.push(shown(object, answer));
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          const { Key, VersionId } = object;
          Errors.push({ Key, VersionId, Code: error.code, Message: error.message });
        }
      }
      const answer = { Deleted: quiet ? [] : deleted, Errors };
      return { ...answer, Xml: document('DeleteResult', { Deleted: answer.Deleted, Error: Errors } as never) };
    },
  };
  return { DeleteObjects };
}

function deleteOne(
  aws: Aws,
  { identity, region }: Call,
  { BypassGovernanceRetention }: DeleteObjectsInput,
  { ETag: IfMatch, ...object }: ObjectIdentifier & NamesBucket,
): Promise<Deleted> {
  const bypass = BypassGovernanceRetention === undefined ? {} : { BypassGovernanceRetention };
  const input = { ...object, ...bypass, ...(IfMatch !== undefined && { IfMatch }) };
  return aws.call<Deleted>('s3', 'DeleteObject', input, { identity, region });
}

/** A delete marker that was made is told apart from a version, perhaps itself a marker, that was deleted. */
function shown({ Key, VersionId: asked }: ObjectIdentifier, { VersionId, DeleteMarker }: Deleted): object {
  if (!DeleteMarker) return { Key, VersionId };
  return { Key, VersionId: asked, DeleteMarker, DeleteMarkerVersionId: VersionId };
}

/** The wire carries a document, in-process calls the SDK's shape. @throws AwsError MalformedXML */
function asked({ Body, Delete }: DeleteObjectsInput): { objects: ObjectIdentifier[]; quiet: boolean } {
  const xml = Body?.toString('utf8') ?? '';
  const objects = Delete?.Objects ?? objectsIn(xml);
  const isNamed = ({ Key }: ObjectIdentifier) => Key !== undefined && Key !== '';
  if (objects.length === 0 || objects.length > MOST || !objects.every(isNamed)) throw malformedXml();
  return { objects, quiet: String(Delete?.Quiet ?? textOf(xml, 'Quiet')) === 'true' };
}

function objectsIn(xml: string): ObjectIdentifier[] {
  const [, ...objects] = xml.split('<Object>');
  return objects.map((text) =>
    Object.fromEntries(
      ['Key', 'VersionId', 'ETag'].flatMap((member) => {
        const value = textOf(text, member);
        return value === undefined ? [] : [[member, resolved(value)]];
      }),
    ),
  );
}
