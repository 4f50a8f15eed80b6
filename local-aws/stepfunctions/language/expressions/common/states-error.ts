/** An error that the States Language names: what Retry and Catch match, and the words AWS gives with it. */
export class StatesError extends Error {
  readonly error: string;
  override readonly cause: string;
  /** Where in the state a JSONata expression failed, as EvaluationFailed tells it: `Output/result`; null: in no field. */
  readonly location: string | null | undefined;

  constructor(error: string, cause: string, location?: string | null) {
    super(`${error}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.cause = cause;
    this.location = location;
  }
}
