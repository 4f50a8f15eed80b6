/** Errors that a person can do something about. The AWS SDK's own errors pass through as they are. */

/**
 * INVALID: the caller's mistake. NOT_FOUND: the stack, execution, plan or document does not exist. NOT_PERMITTED:
 * credentials or a rule of approval forbid it. STILL_RUNNING: the work goes on after the wait has ended.
 */
export type ClientErrorCode = 'INVALID' | 'NOT_FOUND' | 'NOT_PERMITTED' | 'STILL_RUNNING' | 'FAILED';

/** What to do about it: a sentence, or one that ends in the arguments of a command (`show 01JCZ`). */
export type Hint = string | { text: string; command: string };

export class ClientError extends Error {
  readonly code: ClientErrorCode;
  readonly hints: readonly Hint[];

  constructor(code: ClientErrorCode, message: string, ...hints: Hint[]) {
    super(message);
    this.code = code;
    this.hints = hints;
  }
}
