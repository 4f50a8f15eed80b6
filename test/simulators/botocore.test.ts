/** Requests as botocore (the AWS CLI, boto3) writes them: paths, queries, headers and bodies were taken from its wire. */

import { type EventBridge, eventbridge, lambda, type SfnService, sfn } from '@offboard/local-aws/parts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { simulation } from './aws.ts';

const aws = simulation();
const none = lambda(aws.dispatcher, { functions: [], endpoint: () => '', allows: () => true, log: () => {} });
let door: Awaited<ReturnType<typeof aws.open>>;
let machines: SfnService;
let bus: EventBridge;

beforeAll(async () => {
  machines = sfn(aws.dispatcher);
  bus = eventbridge(aws.dispatcher);
  for (const service of [machines, bus.service, none]) aws.dispatcher.add(service);
  door = await aws.open();
  await send('s3', 'PUT /made');
  await send('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'made' });
});
afterAll(async () => {
  bus.close();
  machines.close();
  await none.close();
  await door.close();
});

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const VERSIONS: Record<string, string> = {
  redshift: '2012-12-01',
  sts: '2011-06-15',
  cloudformation: '2010-05-15',
};

/** @param asked `POST /path?query` for REST, `Prefix.Operation` for JSON, `Operation` for Query. */
async function send(service: string, asked: string, body?: object | string, headers: Record<string, string> = {}) {
  const [method = 'POST', path = '/'] = asked.includes(' ') ? asked.split(' ') : [];
  const version = VERSIONS[service];
  const own: Record<string, string> = asked.includes(' ')
    ? { 'content-type': 'application/json' }
    : version
      ? { 'content-type': FORM }
      : { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': asked, 'x-amzn-query-mode': 'true' };
  const text = version ? `Action=${asked}&Version=${version}${body ?? ''}` : body;
  const answer = await fetch(door.config.endpoint + path, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260301/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0a`,
      ...own,
      ...headers,
    },
    ...(text === undefined ? {} : { body: typeof text === 'string' ? text : JSON.stringify(text) }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

const TEAM = encodeURIComponent('arn:aws:mpa:us-east-1:111122223333:approval-team/payments');
const EKS_POLICY = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy';
const ENTRY = `/clusters/prod/access-entries/${encodeURIComponent('arn:aws:iam::111122223333:role/team/deployer')}`;
const DIRECTORY = '/Users/ListUsers?DirectoryId=d-';
const STORE = { IdentityStoreId: 'd-9067f7a1b2' };
const HOME = '111122223333';
const InstanceArn = 'arn:aws:sso:::instance/ssoins-9067f7a1b2c3d4e5';
const ASSIGNED = {
  InstanceArn,
  PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-9067f7a1b2c3d4e5/ps-1111aaaa2222bbbb',
};
const PRINCIPAL = { PrincipalType: 'USER', PrincipalId: '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' };
const ASSIGNED_TO = { InstanceArn, ...PRINCIPAL, Filter: { AccountId: '222233334444' } };
const ASSIGNMENT = { ...ASSIGNED, ...PRINCIPAL, TargetType: 'AWS_ACCOUNT', TargetId: HOME };
const ELSEWHERE = { ...ASSIGNMENT, PermissionSetArn: ASSIGNED.PermissionSetArn.replace(/.$/, '0') };
const NAMED = { AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'dana' } } };
const QueueUrl = 'http://127.0.0.1/111122223333/made';
const ATTRIBUTES = (type: string, value: string) => ({
  QueueUrl,
  MessageBody: 'x',
  MessageAttributes: { a: { DataType: type, StringValue: value } },
});

it.each([
  ['mpa', 'POST /approval-teams/?List&MaxResults=1', undefined, /"Arn":"arn:aws:mpa:.*payments"/],
  ['mpa', `POST /approval-teams/${TEAM}/sessions/?List`, { MaxResults: 1 }, /"Sessions":\[\]/],
  ['es', 'GET /2021-01-01/domain/movies/packages?maxResults=1', undefined, /"NextToken":/],
  ['es', 'POST /2021-01-01/packages/describe', { MaxResults: 1 }, /"NextToken":/],
  ['codeartifact', 'POST /v1/domains', { maxResults: 1 }, /"createdTime":\d+/],
  ['codeartifact', 'POST /v1/repositories?max-results=1', '', /"nextToken":/],
  ['license-manager-user-subscriptions', 'POST /instance/ListInstances', { MaxResults: 1 }, /"NextToken":/],
  ['eks', 'GET /clusters?maxResults=1', undefined, /^\{"clusters":\["legacy"\],"nextToken":/],
  ['eks', `GET ${ENTRY}/access-policies?maxResults=1`, undefined, /"associatedAt":\d+/],
  ['eks', `DELETE ${ENTRY}/access-policies/${encodeURIComponent(EKS_POLICY)}`, undefined, /^\{\}$/],
  ['eks', `POST ${ENTRY}/access-policies`, { policyArn: EKS_POLICY, accessScope: { type: 'cluster' } }, /"cluster"/],
  ['ram', 'POST /getresourceshares', { resourceOwner: 'SELF', maxResults: 1 }, /"nextToken":/],
  ['ram', 'POST /getresourceshareassociations', { associationType: 'RESOURCE' }, /"creationTime":\d+/],
  ['sso', 'SWBExternalService.ListInstances', {}, /"InstanceArn":"arn:aws:sso:::instance/],
  ['sso', 'SWBExternalService.ListAccountAssignmentsForPrincipal', ASSIGNED_TO, /"AccountId":"222233334444"/],
  ['sso', 'SWBExternalService.ListAccountAssignments', { ...ASSIGNED, AccountId: HOME }, /"PrincipalType":"USER"/],
  ['sso', 'SWBExternalService.DescribePermissionSet', ASSIGNED, /"SessionDuration":"PT8H"/],
  ['sso', 'SWBExternalService.ListPermissionSets', { InstanceArn, MaxResults: 1 }, /"NextToken":/],
  ['sso', 'SWBExternalService.ListAccountsForProvisionedPermissionSet', ASSIGNED, /"AccountIds":\["111122223333"/],
  [
    'sso',
    'SWBExternalService.ListPermissionSetsProvisionedToAccount',
    { InstanceArn, AccountId: HOME },
    /"PermissionSets":\["arn/,
  ],
  ['sso', 'SWBExternalService.DeleteAccountAssignment', ASSIGNMENT, /"Status":"IN_PROGRESS".*"CreatedDate":\d+/],
  ['sso', 'SWBExternalService.ListAccountAssignmentDeletionStatus', { InstanceArn }, /"RequestId":/],
  ['identitystore', 'AWSIdentityStore.ListUsers', { ...STORE, MaxResults: 1 }, /"NextToken":/],
  ['identitystore', 'AWSIdentityStore.GetUserId', { ...STORE, ...NAMED }, /"UserId":"9067f7a1b2-aaaaaaaa/],
  ['identitystore', 'AWSIdentityStore.ListGroups', STORE, /"CreatedAt":\d+/],
  [
    'ds',
    `POST ${DIRECTORY}1234567890`,
    { MaxResults: 1 },
    /"Users":\[\{"Enabled":true,"SAMAccountName":"alice".*"NextToken":/,
  ],
  ['route53', 'GET /2013-04-01/hostedzone?maxitems=1', undefined, /<IsTruncated>true<.*<NextMarker>/],
  ['route53', 'GET /2013-04-01/hostedzone/Z0123456789EXAMPLE', undefined, /<VPCs><VPC><VPCRegion>/],
  ['redshift', 'DescribeDataShares', '&MaxRecords=20', /<DataShares><member><DataShareArn>/],
  ['cloudformation', 'DescribeStackResources', '&PhysicalResourceId=offboard-dev', /<LogicalResourceId>Bus</],
  ['sts', 'GetCallerIdentity', '', /<Account>111122223333</],
  ['lambda', 'GET /2015-03-31/functions?MaxItems=1', undefined, /^\{"Functions":\[\]\}$/],
  ['s3', 'GET /made?list-type=2&prefix=a%2F&max-keys=1&encoding-type=url', undefined, /<KeyCount>0</],
  ['s3', 'GET /made?list-type=2&fetch-owner=true', undefined, /<MaxKeys>1000</],
  ['states', 'AWSStepFunctions.ListStateMachines', { maxResults: 1 }, /^\{"stateMachines":\[\]\}$/],
  ['events', 'AWSEvents.ListEventBuses', { Limit: 1 }, /"CreationTime":\d/],
  ['sqs', 'AmazonSQS.GetQueueUrl', { QueueName: 'made', QueueOwnerAWSAccountId: '111122223333' }, /made"/],
  ['sqs', 'AmazonSQS.SendMessage', ATTRIBUTES('Number.int', '5'), /"MD5OfMessageAttributes":/],
] as const)('%s answers %s', async (service, asked, body, expected) => {
  const answer = await send(service, asked, body);
  expect(answer.body).toMatch(expected);
  expect(answer.status).toBe(200);
});

const unknownArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:none';
const ZONE = '/2013-04-01/hostedzone/Z0123456789EXAMPLE';
const FUNCTION = '/2015-03-31/functions/none';

it.each([
  ['mpa', 'POST /approval-teams/?List&NextToken=x', undefined, 400, 'The NextToken is not valid'],
  ['mpa', 'POST /approval-teams/?List&MaxResults=21', undefined, 400, 'less than or equal to 20'],
  ['mpa', 'POST /identity-sources/?List', undefined, 404, 'is not served by local AWS'],
  ['es', 'GET /2021-01-01/opensearch/versions', undefined, 404, 'is not served by local AWS'],
  ['eks', 'GET /clusters?include=all', undefined, 400, 'eks ListClusters include is not served by local AWS'],
  ['eks', 'GET /clusters/legacy/access-entries', undefined, 400, 'authentication mode must be set to one of'],
  ['eks', 'GET /clusters/none/access-entries', undefined, 404, 'No cluster found for name: none.'],
  ['ram', 'POST /disassociateresourceshare', {}, 400, "at 'resourceShareArn' failed"],
  ['route53', `POST ${ZONE}/disassociatevpc`, '<R><VPC/></R>', 400, '<Code>'],
  ['route53', `POST ${ZONE}/disassociatevpc`, '<R></R>', 400, 'at &apos;vPC&apos; failed'],
  ['route53', 'POST /2013-04-01/hostedzone', '<R/>', 405, '<Code>MethodNotAllowed<'],
  ['ram', 'POST /listprincipals', { resourceOwner: 'SELF' }, 404, 'is not served by local AWS'],
  ['sso', 'SWBExternalService.ListRegions', {}, 400, 'UnknownOperationException'],
  ['sso', 'SWBExternalService.DescribePermissionSet', { InstanceArn }, 400, "at 'permissionSetArn' failed"],
  ['sso', 'SWBExternalService.CreateAccountAssignment', ELSEWHERE, 400, 'ResourceNotFoundException'],
  [
    'sso',
    'SWBExternalService.DescribeAccountAssignmentCreationStatus',
    { InstanceArn, AccountAssignmentCreationRequestId: '00000000-0000-4000-8000-000000000000' },
    400,
    'ResourceNotFoundException',
  ],
  ['ds', `POST ${DIRECTORY}0000000000`, {}, 400, 'Directory d-0000000000 is not available'],
  ['ds', `POST ${DIRECTORY}1234567890`, { NextToken: 'no' }, 400, 'The NextToken is not valid'],
  ['identitystore', 'AWSIdentityStore.ListUsers', { IdentityStoreId: 'd-0000000000' }, 400, '"IDENTITY_STORE"'],
  ['lambda', `GET ${FUNCTION}?Qualifier=5`, undefined, 404, 'Function not found: arn:aws:lambda:'],
  ['lambda', 'GET /2015-03-31/functions?MaxItems=0', undefined, 400, 'greater than or equal to 1'],
  ['lambda', `DELETE ${FUNCTION}`, undefined, 404, 'is not served by local AWS'],
  ['cloudformation', 'DescribeStackResources', '', 400, 'Either StackName or PhysicalResourceId must be specified'],
  ['cloudformation', 'DescribeStackResources', '&PhysicalResourceId=no', 400, 'Stack for no does not exist'],
  ['cloudformation', 'ListStacks', '', 400, '<Code>InvalidAction<'],
  ['sts', 'GetSessionToken', '', 400, '<Code>InvalidAction<'],
  ['redshift', 'DescribeClusters', '', 400, '<Code>InvalidAction<'],
  ['s3', 'PUT /made/k?tagging', '<Tagging/>', 405, '<Code>MethodNotAllowed<'],
  ['s3', 'PUT /made?website', '<WebsiteConfiguration/>', 405, '<Code>MethodNotAllowed<'],
  ['states', 'AWSStepFunctions.CreateActivity', { name: 'a' }, 400, 'UnknownOperationException'],
  ['states', 'AWSStepFunctions.StartExecution', { stateMachineArn: unknownArn }, 400, '"StateMachineDoesNotExist"'],
  ['events', 'AWSEvents.ListArchives', {}, 400, 'UnknownOperationException'],
  [
    'events',
    'AWSEvents.CreateEventBus',
    { Name: 'b', Tags: [{ Key: '', Value: '' }] },
    400,
    "at 'tags.1.member.key' failed",
  ],
  ['sqs', 'AmazonSQS.AddPermission', { QueueUrl }, 400, 'UnknownOperationException'],
  ['sqs', 'AmazonSQS.GetQueueUrl', {}, 400, 'MissingParameter'],
  ['sqs', 'AmazonSQS.CreateQueue', { QueueName: 'q', Attributes: { Foo: 'x' } }, 400, 'Unknown Attribute Foo.'],
  ['sqs', 'AmazonSQS.GetQueueAttributes', { QueueUrl, AttributeNames: ['Foo'] }, 400, 'Unknown Attribute Foo.'],
  ['sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl, AttributeNames: ['Foo'] }, 400, 'Unknown Attribute Foo.'],
  ['sqs', 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: 'a\u0000' }, 400, "character '#x0'"],
  ['sqs', 'AmazonSQS.SendMessage', ATTRIBUTES('Text', 'x'), 400, 'Binary, Number, String'],
  ['sqs', 'AmazonSQS.SendMessage', ATTRIBUTES('String', ''), 400, "non-empty value of type 'String'"],
  ['sqs', 'AmazonSQS.SendMessage', ATTRIBUTES('Number', 'x'), 400, 'to a number'],
] as const)('%s refuses %s %s with %i %s', async (service, asked, body, status, expected) => {
  const answer = await send(service, asked, body);
  expect(answer.body).toContain(expected);
  expect(answer.status).toBe(status);
});

it('tells of stacks in their own account and Region alone', async () => {
  const elsewhere = aws.call(
    'cloudformation',
    'ListStackResources',
    { StackName: 'offboard-dev' },
    { region: 'eu-west-1' },
  );
  await expect(elsewhere).rejects.toMatchObject({ message: 'Stack with id offboard-dev does not exist' });
});

it('repeats nothing of what the model calls sensitive', async () => {
  const input = JSON.stringify('s'.repeat(262_144));
  const { body } = await send('states', 'AWSStepFunctions.StartExecution', { stateMachineArn: unknownArn, input });
  expect(JSON.parse(body)).toMatchObject({
    __type: 'ValidationException',
    message:
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
  });
});

it('a receipt that deletes a message does not hide it any more', async () => {
  const { body } = await send('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl });
  const { ReceiptHandle } = JSON.parse(body).Messages[0];
  await send('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
  const hide = { QueueUrl, ReceiptHandle, VisibilityTimeout: 1 };
  expect((await send('sqs', 'AmazonSQS.ChangeMessageVisibility', hide)).body).toContain('Message does not exist');
});
