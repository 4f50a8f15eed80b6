/** The messages between an execution environment and its worker. */

export interface WorkerData {
  /** The folder of the function's code. */
  taskRoot: string;
  /** `index.handler` */
  handler: string;
  logFormat: 'Text' | 'JSON';
}

export interface InvokeMessage {
  requestId: string;
  /** JSON text */
  event: string;
  /** Real milliseconds until it is stopped. */
  timeout: number;
  /** Virtual time at the start, in milliseconds since 1970. */
  now: number;
  functionArn: string;
  traceId: string;
  clientContext?: string;
}

/** As Lambda answers a function's failure. */
export interface ErrorPayload {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type WorkerMessage =
  | { type: 'ready' }
  /** The code could not be loaded, or threw while it was. */
  | { type: 'init-failed'; error: ErrorPayload }
  | { type: 'log'; text: string }
  | { type: 'done'; payload: string }
  | { type: 'failed'; error: ErrorPayload }
  /** The last message of an environment. */
  | { type: 'crashed'; error: ErrorPayload };
