/**
 * The commands, in the order of --help. Each is loaded when it is called: what runs
 * for days, as `dev` does, carries nothing of the others.
 */

import type { Command } from '../common/command.ts';

export const commands = {
  init: async () => (await import('./init.ts')).init,
  dev: async () => (await import('./dev.ts')).dev,
  start: async () => (await import('./start.ts')).start,
  request: async () => (await import('./request.ts')).request,
  emit: async () => (await import('./emit.ts')).emit,
  plan: async () => (await import('./plan.ts')).plan,
  apply: async () => (await import('./apply.ts')).apply,
  export: async () => (await import('./export.ts')).exportPlan,
  approvals: async () => (await import('./approvals.ts')).approvals,
  approve: async () => (await import('./approve.ts')).approve,
  deny: async () => (await import('./deny.ts')).deny,
  evidence: async () => (await import('./evidence.ts')).evidence,
  report: async () => (await import('./report.ts')).report,
  restore: async () => (await import('./restore.ts')).restore,
  schedule: async () => (await import('./schedule.ts')).schedule,
  signals: async () => (await import('./signals.ts')).signals,
  kinds: async () => (await import('./kinds.ts')).kinds,
  list: async () => (await import('./list.ts')).list,
  show: async () => (await import('./show.ts')).show,
  watch: async () => (await import('./watch.ts')).watch,
  deploy: async () => (await import('./deploy.ts')).deploy,
  remove: async () => (await import('./remove.ts')).remove,
  console: async () => (await import('./console.ts')).console,
  stop: async () => (await import('./stop.ts')).stop,
  'dead-letters': async () => (await import('./dead-letters.ts')).deadLetters,
  permissions: async () => (await import('./permissions.ts')).permissions,
  doctor: async () => (await import('./doctor.ts')).doctor,
  sim: async () => (await import('./sim.ts')).sim,
  completion: async () => (await import('./completion.ts')).completion,
} as const satisfies Record<string, () => Promise<Command>>;

/** The command of this name, or all of them for any other name and for what describes them all. */
export function loadCommands(name: string | undefined): Promise<Command[]> {
  const wanted =
    name !== undefined && name !== 'completion' && Object.hasOwn(commands, name)
      ? [commands[name as keyof typeof commands]]
      : Object.values(commands);
  return Promise.all(wanted.map((load) => load()));
}
