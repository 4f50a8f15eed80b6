/** An error of the States Language: the name that Retry and Catch match, and AWS's cause. */
export class StatesError extends Error {
  readonly error: string;
  override readonly cause: string;
  /** The field in which a JSONata expression failed, as in EvaluationFailed: `Output/result`; null: in no field. */
  readonly location: string | null | undefined;

  constructor(error: string, cause: string, location?: string | null) {
    super(`${error}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.cause = cause;
    this.location = location;
  }
}
