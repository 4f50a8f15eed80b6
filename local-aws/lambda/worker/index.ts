/**
 * Runs inside an execution environment's worker thread, as Lambda's own runtime runs inside its sandbox: loads the
 * handler once, then answers one invocation after the other.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { setClock } from './clock.ts';
import { captureOutput, setRequestId } from './output.ts';
import type { ErrorPayload, InvokeMessage, WorkerData, WorkerMessage } from './protocol.ts';

type Handler = (event: unknown, context: object) => unknown;

const port = parentPort as MessagePort;
const { taskRoot, handler: handlerName, logFormat } = workerData as WorkerData;

// Node has read it by now.
delete process.env.NODE_COMPILE_CACHE;

// The SDK imports node:http by its name where the endpoint is a plain one. That makes every member of it, and these
// three bring the whole of undici: 13 MB and 20 ms for what no function here uses.
const http = process.getBuiltinModule('node:http') as Partial<Record<string, unknown>>;
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete http[name];

captureOutput(logFormat, (text) => say({ type: 'log', text }));
process.on('uncaughtException', (error) => {
  say({ type: 'crashed', error: errorPayload(error) });
  process.exit(129);
});
process.on('unhandledRejection', (reason) => {
  say({ type: 'crashed', error: { ...errorPayload(reason), errorType: 'Runtime.UnhandledPromiseRejection' } });
  process.exit(128);
});

await load().then(serve, (error) => say({ type: 'init-failed', error: initPayload(error) }));

function serve(handler: Handler): void {
  port.on('message', (message: InvokeMessage) => void invoke(handler, message));
  say({ type: 'ready' });
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  setClock(message.now);
  setRequestId(message.requestId);
  process.env._X_AMZN_TRACE_ID = message.traceId;
  try {
    const result = await handler(JSON.parse(message.event), contextOf(message));
    say({ type: 'done', payload: stringify(result) });
  } catch (error) {
    say({ type: 'failed', error: errorPayload(error) });
  }
}

async function load(): Promise<Handler> {
  const dot = handlerName.lastIndexOf('.');
  const [module, name] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs'].map((extension) => join(taskRoot, module + extension)).find(existsSync);
  if (!path) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const loaded = (await import(pathToFileURL(path).href)) as Record<string, unknown> & {
    default?: Record<string, unknown>;
  };
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  return handler as Handler;
}

/** The context object (Lambda developer guide, "Using the Lambda context object", Node.js). */
function contextOf({ requestId, timeout, functionArn, clientContext }: InvokeMessage): object {
  const { env } = process;
  const end = performance.now() + timeout;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    ...(clientContext === undefined ? {} : { clientContext: JSON.parse(clientContext) as unknown }),
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())),
  };
}

/** A function that returns nothing answers null. */
function stringify(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

/** What Lambda's runtime makes of what was thrown; `trace` is the stack, line by line. */
function errorPayload(thrown: unknown): ErrorPayload {
  if (!types.isNativeError(thrown)) {
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] };
}

function initPayload(thrown: unknown): ErrorPayload {
  const payload = errorPayload(thrown);
  return thrown instanceof SyntaxError ? { ...payload, errorType: 'Runtime.UserCodeSyntaxError' } : payload;
}

function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function say(message: WorkerMessage): void {
  port.postMessage(message);
}
