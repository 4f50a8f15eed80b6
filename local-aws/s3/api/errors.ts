import { AwsError } from '../../core/aws.ts';

export const noSuchBucket = (BucketName: string) =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404, fields: { BucketName } });

export const noSuchKey = (Key: string) =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, fields: { Key } });

export const noSuchVersion = (Key: string, VersionId: string) =>
  new AwsError('NoSuchVersion', 'The specified version does not exist.', { status: 404, fields: { Key, VersionId } });

/** A response to HEAD has no body, so it has no finer code. */
export const notFound = () => new AwsError('NotFound', 'Not Found', { status: 404 });

export const notModified = () => new AwsError('NotModified', 'Not Modified', { status: 304 });

export const preconditionFailed = (Condition: string) =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    fields: { Condition },
  });

export const objectLocked = () =>
  new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', { status: 403 });

/** An operation or header of S3 that is not served here. */
export const notServed = (what: string) =>
  new AwsError('MethodNotAllowed', `s3 ${what} is not served by local AWS`, { status: 405 });

export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const invalidRequest = (message: string) => new AwsError('InvalidRequest', message);

/** Of a delete marker. */
export const methodNotAllowed = (Method: string) =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    fields: { Method },
    headers: { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
  });
