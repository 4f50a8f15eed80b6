/** One execution environment of a function: a worker thread that runs one invocation at a time, as Lambda's sandbox does. */

import { Worker } from 'node:worker_threads';
import type { ErrorPayload, InvokeMessage, WorkerData, WorkerMessage } from '../worker/protocol.ts';
import type { FunctionDefinition } from './definition.ts';
import { exited, responseTooLarge, timedOut } from './failures.ts';

/** Lambda gives the code ten seconds to load before the function's own time counts. */
const INIT_MILLISECONDS = 10_000;

export interface Answer {
  /** JSON text */
  payload: string;
  functionError?: 'Unhandled';
}

export interface EnvironmentOptions {
  definition: FunctionDefinition;
  taskRoot: string;
  /** The folder of Node's compile cache. */
  compiled: string;
  variables: Record<string, string>;
  /** The runtime's time. Milliseconds since 1970. */
  now(): number;
  /** A line the function wrote. */
  log(line: string): void;
}

export class ExecutionEnvironment {
  readonly definition: FunctionDefinition;
  /** False from the moment it has crashed or been stopped: it takes no further invocation. */
  alive = true;
  readonly #worker: Worker;
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  readonly #loaded = Promise.withResolvers<ErrorPayload | undefined>();
  #requestId = '';
  #answer: ((answer: Answer) => void) | undefined;
  /** The function's timeout. It is real time under every clock, since its work is real. */
  #limit: NodeJS.Timeout | undefined;

  constructor(options: EnvironmentOptions) {
    this.definition = options.definition;
    this.#now = options.now;
    this.#log = options.log;
    this.#worker = startWorker(options);
    let outOfMemory = false;
    this.#worker.on('message', (message: WorkerMessage) => this.#handle(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    });
    this.#worker.on('exit', (status) => {
      const error = exited(this.#requestId, outOfMemory ? 'signal: killed' : statusText(status));
      this.alive = false;
      this.#loaded.resolve(error);
      this.#settle(failure(error));
    });
  }

  /** Resolves when the code is loaded, with what went wrong if it could not be. */
  get loaded(): Promise<ErrorPayload | undefined> {
    return this.#loaded.promise;
  }

  /** Resolves with the function's result or its error; never, where the environment is retired meanwhile. */
  invoke(message: Omit<InvokeMessage, 'now'>): Promise<Answer> {
    this.#requestId = message.requestId;
    const onTimeout = () => this.#stop(timedOut(message.requestId, this.definition.timeout));
    this.#limit = setTimeout(onTimeout, INIT_MILLISECONDS + message.timeout);
    void this.loaded.then((error) => {
      if (error) return this.#stop(error);
      clearTimeout(this.#limit);
      this.#limit = setTimeout(onTimeout, message.timeout);
      this.#worker.postMessage({ ...message, now: this.#now() } satisfies InvokeMessage);
    });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  async retire(): Promise<void> {
    clearTimeout(this.#limit);
    this.#answer = undefined;
    this.alive = false;
    await this.#worker.terminate();
  }

  #handle(message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
        this.#loaded.resolve(undefined);
        break;
      case 'init-failed':
        this.#loaded.resolve(message.error);
        break;
      case 'log':
        this.#log(message.text);
        break;
      case 'done':
        this.#settle(success(message.payload));
        break;
      case 'failed':
        this.#settle(failure(message.error));
        break;
      case 'crashed':
        this.alive = false;
        this.#settle(failure(message.error));
        break;
    }
  }

  #stop(error: ErrorPayload): void {
    this.alive = false;
    this.#settle(failure(error));
    void this.retire();
  }

  #settle(answer: Answer): void {
    clearTimeout(this.#limit);
    this.#answer?.(answer);
    this.#answer = undefined;
  }
}

/** A bundle has the worker beside it as dist/lambda/worker.mjs. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? '../worker/index.ts' : './lambda/worker.mjs', import.meta.url);

/** Enough for one invocation's garbage; V8's own choice would cost each idle worker several megabytes. */
const YOUNG_GENERATION_MB = 4;

function startWorker({ definition, taskRoot, compiled, variables }: EnvironmentOptions): Worker {
  const { handler, logFormat, memorySize } = definition;
  const worker = new Worker(WORKER, {
    workerData: { taskRoot, handler, logFormat } satisfies WorkerData,
    // The worker takes it out again before the function's code sees it.
    env: { ...variables, NODE_COMPILE_CACHE: compiled },
    argv: [],
    execArgv: [],
    // A stray write past the captured streams stays out of the host's own output.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memorySize, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  // A worker alone must not keep the runtime's process alive.
  worker.unref();
  return worker;
}

function success(payload: string): Answer {
  const tooLarge = responseTooLarge(Buffer.byteLength(payload));
  return tooLarge ? failure(tooLarge) : { payload };
}

function failure(error: ErrorPayload): Answer {
  return { payload: JSON.stringify(error), functionError: 'Unhandled' };
}

function statusText(status: number): string | undefined {
  return status === 0 ? undefined : `exit status ${status}`;
}
