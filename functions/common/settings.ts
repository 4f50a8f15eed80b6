/** The parts of a stage parameter that is a list, separated by commas. */
export function listIn(variable: string): string[] {
  const parts = (process.env[variable] ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
