/** The parts of the local AWS, for tests that put together only some of them. */

export { cloudformation } from './cloudformation/index.ts';
export { Calls } from './core/calls.ts';
export { RuntimeClock } from './core/clock.ts';
export { Dispatcher } from './core/dispatch.ts';
export { Faults } from './core/faults.ts';
export { Outbox } from './core/outbox.ts';
export { Store } from './core/store.ts';
export { dynamodb } from './dynamodb/index.ts';
export { type EventBridge, eventbridge } from './eventbridge/index.ts';
export { CredentialsStore } from './iam/identities.ts';
export { createIam } from './iam/index.ts';
export { kms } from './kms/index.ts';
export { Code } from './lambda/execution/code.ts';
export { lambda } from './lambda/index.ts';
export { s3 } from './s3/index.ts';
export { sns } from './sns/index.ts';
export { sqs } from './sqs/index.ts';
export { type SfnService, sfn } from './stepfunctions/api/index.ts';
export { sts } from './sts/index.ts';
export { listen } from './wire/listener.ts';
