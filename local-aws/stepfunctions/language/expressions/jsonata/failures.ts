/** JSONata's errors in AWS's words. */

/** What stops an evaluation has no code on AWS. The words are those of the library's earlier guard. */
const STOPPED: Readonly<Record<string, string>> = {
  D1011: 'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
  D1012: 'Expression evaluation timeout: Check for infinite loop',
  D2015: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
};

/** What no JSONata error describes: AWS answers an id alone, by which its support finds the reason. */
export class InternalFailure extends Error {}

/** How the cause goes on after the expression and its field. */
export function describeFailure(error: unknown): string {
  const { code = '', message } = error as { code?: string; message: string };
  if (error instanceof InternalFailure) return `threw an internal error during evaluation. ${message}`;
  const stopped = Object.hasOwn(STOPPED, code) ? STOPPED[code] : undefined;
  if (stopped !== undefined || code === '') return `threw an error during evaluation: ${stopped ?? message}`;
  return `threw an error during evaluation. ${code}: ${message}`;
}
