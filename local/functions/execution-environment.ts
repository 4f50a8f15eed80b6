/** One execution environment of a function: a worker thread that runs one invocation at a time, as Lambda's sandbox does. */

import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import { exited, responseTooLarge, timedOut } from './failures.ts';
import type { ErrorPayload, InvokeMessage, WorkerData, WorkerMessage } from './protocol.ts';

/** Lambda gives the code ten seconds to load before the function's own time counts. */
const INIT_SECONDS = 10;

export interface Answer {
  /** JSON text */
  payload: string;
  functionError?: 'Unhandled';
}

/** In the bundle the worker is a file of its own beside it; from source it is the one in this folder. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './functions/worker.mjs', import.meta.url);

export interface EnvironmentOptions {
  definition: FunctionDefinition;
  taskRoot: string;
  variables: Record<string, string>;
  /** A line the function wrote. */
  log(line: string): void;
}

export class ExecutionEnvironment {
  readonly definition: FunctionDefinition;
  /** False from the moment it has crashed or been stopped: it takes no further invocation. */
  alive = true;
  readonly #worker: Worker;
  readonly #ready: Promise<ErrorPayload | undefined>;
  #settle: ((answer: Answer) => void) | undefined;
  #requestId = '';
  #outOfMemory = false;

  constructor({ definition, taskRoot, variables, log }: EnvironmentOptions) {
    this.definition = definition;
    const { handler, logFormat, memorySize } = definition;
    this.#worker = new Worker(WORKER, {
      workerData: { taskRoot, handler, logFormat } satisfies WorkerData,
      env: variables,
      argv: [],
      execArgv: [],
      // A stray write past the captured streams stays out of the host's own output.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memorySize, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    // A worker alone must not keep the runtime's process alive.
    this.#worker.unref();
    this.#ready = new Promise((resolve) => {
      this.#worker.on('message', (message: WorkerMessage) => {
        switch (message.type) {
          case 'ready':
            return resolve(undefined);
          case 'init-failed':
            return resolve(message.error);
          case 'log':
            return log(message.text);
          case 'done':
            return this.#answer(success(message.payload));
          case 'crashed':
            this.alive = false;
            return this.#answer(failure(message.error));
          case 'failed':
            return this.#answer(failure(message.error));
        }
      });
      this.#worker.on('error', (error: NodeJS.ErrnoException) => {
        this.#outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      });
      this.#worker.on('exit', (status) => {
        this.alive = false;
        const payload = exited(this.#requestId, this.#outOfMemory ? 'signal: killed' : statusText(status));
        resolve(payload);
        this.#answer(failure(payload));
      });
    });
  }

  /** Answers always: with the function's result, or with what became of it. */
  async invoke(message: InvokeMessage): Promise<Answer> {
    this.#requestId = message.requestId;
    const answered = new Promise<Answer>((resolve) => {
      this.#settle = resolve;
    });
    const limit = new Limit(() => void this.#stop(failure(timedOut(message.requestId, this.definition.timeout))));
    limit.set(INIT_SECONDS * 1000 + message.timeout);
    void this.#ready.then((initError) => {
      if (initError) return void this.#stop(failure(initError));
      limit.set(message.timeout);
      this.#worker.postMessage(message);
    });
    return answered.finally(() => limit.clear());
  }

  async retire(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }

  async #stop(answer: Answer): Promise<void> {
    this.#answer(answer);
    await this.retire();
  }

  #answer(answer: Answer): void {
    this.#settle?.(answer);
    this.#settle = undefined;
  }
}

/** Enough for one invocation's garbage; V8's own choice would cost each idle worker several megabytes. */
const YOUNG_GENERATION_MB = 4;

/** The real time a function has. Its work is real, whatever pace the world's clock keeps. */
class Limit {
  readonly #strike: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(strike: () => void) {
    this.#strike = strike;
  }

  set(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#strike, milliseconds);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
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
