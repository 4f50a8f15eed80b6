import { appState } from './state.ts';

/** @param words what follows `offboard`. */
export function offboardCommand(words: string): string {
  return `npx offboard ${words} ${appState.stack?.flags ?? ''}`.trimEnd();
}

/** @param words what follows `aws`. */
export function awsCommand(words: string): string {
  const { stack } = appState;
  return `aws ${words} ${stack?.local ? `--endpoint-url ${location.origin}` : `--region ${stack?.region}`}`;
}
