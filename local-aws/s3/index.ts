/** Amazon S3, path style: buckets, objects with versions and Object Lock, lists. */

import type { Aws, Operation, Service } from '../core/aws.ts';
import { typedByMember } from '../wire/input/typed.ts';
import { configuration } from './api/bucket-configuration.ts';
import { bucketOperations } from './api/buckets.ts';
import { checksBody } from './api/checksums.ts';
import { copyObject } from './api/copy-object.ts';
import { deleteObject } from './api/delete-object.ts';
import { deleteObjects } from './api/delete-objects.ts';
import { getObject } from './api/get-object.ts';
import { checksInput } from './api/guard.ts';
import { lists } from './api/lists.ts';
import { multipartUploads } from './api/multipart-uploads.ts';
import { parts } from './api/parts.ts';
import { putObject } from './api/put-object.ts';
import { MEMBERS } from './api/shapes.ts';
import { Buckets } from './state/buckets.ts';
import { Uploads } from './state/uploads.ts';

export function s3(aws: Aws): Service {
  const buckets = new Buckets(aws);
  const uploads = new Uploads(aws);
  const ofBuckets: Record<string, Operation<never>> = {
    ...bucketOperations(buckets, uploads),
    ...configuration(buckets),
    ...deleteObjects(aws, buckets),
  };
  const operations: Record<string, Operation<never>> = {
    ...Object.fromEntries(Object.entries(ofBuckets).map(([name, operation]) => [name, checksBody(operation)])),
    ...putObject(buckets),
    ...copyObject(buckets),
    ...multipartUploads(buckets, uploads),
    ...parts(buckets, uploads),
    ...getObject(buckets),
    ...deleteObject(buckets),
    ...lists(buckets),
  };
  const checked = Object.entries(operations).map(([name, operation]) => [name, checksInput(buckets, operation)]);
  return typedByMember(
    { name: 's3', signingName: 's3', protocol: 'restXml', operations: Object.fromEntries(checked) },
    MEMBERS,
  );
}
