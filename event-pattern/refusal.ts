/** The error of an invalid pattern: AWS's message, with line and column. */

/** The pattern is invalid. The message names the reason, its line and its column. */
export class InvalidEventPatternException extends Error {
  override readonly name = 'InvalidEventPatternException';
  readonly reason: string;

  constructor(reason: string, source: string, offset: number) {
    const before = source.slice(0, offset).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    super(
      `Event pattern is not valid. Reason: ${reason}\n at [Source: (String)"${excerpt(source)}"; line: ${before.length}, column: ${column}]`,
    );
    this.reason = reason;
  }
}

/** As much of the source as AWS's parser shows. */
const SHOWN = 500;

function excerpt(source: string): string {
  return source.length <= SHOWN ? source : `${source.slice(0, SHOWN)}[truncated ${source.length - SHOWN} chars]`;
}
