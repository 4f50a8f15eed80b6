/** Invokes a function once, in this process, and prints what it needed: node invoke.ts MODULE < EVENT */

import { json } from 'node:stream/consumers';

const { handler } = (await import(process.argv[2] ?? '')) as {
  handler(event: unknown, context: unknown): Promise<unknown>;
};
const event = await json(process.stdin);
const begun = performance.now();
await handler(event, {
  functionName: 'offboard-bench',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:offboard-bench',
  awsRequestId: 'bench',
  getRemainingTimeInMillis: () => 300_000,
});
const seconds = (performance.now() - begun) / 1000;
process.stderr.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
