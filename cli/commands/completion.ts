import { Argument, type Command as Commander } from 'commander';
import { kinds } from '../../associations/registry.ts';
import type { Command } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';

const SHELLS = ['bash', 'zsh'] as const;

type Shell = (typeof SHELLS)[number];

export const completion: Command = {
  syntax: 'completion',
  summary: 'print a script that completes commands, flags and kinds in bash or zsh',
  options: (command) => command.addArgument(new Argument('<shell>', 'which shell').choices(SHELLS)),
  help: `Examples:
  source <(offboard completion bash)      (in ~/.bashrc)
  source <(offboard completion zsh)       (in ~/.zshrc)`,
  offline: true,
  async run({ output }, [shell], _options, { parent }) {
    output.raw(scriptOf(parent as Commander, shell as Shell));
    return EXIT.done;
  },
};

/** zsh reads bash's own completions. */
function scriptOf(program: Commander, shell: Shell): string {
  const preamble =
    shell === 'zsh' ? 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n' : '';
  const names = program.commands.map((command) => command.name());
  return `${preamble}_offboard() {
  local word="\${COMP_WORDS[COMP_CWORD]}" last="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "\${COMP_WORDS[1]}:$last" in
${program.commands.flatMap(valueCases).join('\n')}
    *) case "\${COMP_WORDS[1]}" in
${program.commands.map(commandCase).join('\n')}
      *) words="${names.join(' ')} --help --version" ;;
    esac ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${names.join(' ')} --help --version"; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _offboard offboard`;
}

/** Behind a flag that takes one of few values. */
function valueCases(command: Commander): string[] {
  return command.options.flatMap((option) => {
    const values = option.long === '--kind' ? kinds : option.argChoices;
    const flags = [option.short, option.long].flatMap((flag) => (flag ? [`${command.name()}:${flag}`] : []));
    return values === undefined ? [] : [`    ${flags.join('|')}) words="${values.join(' ')}" ;;`];
  });
}

/** A command's flags, and the values of its arguments. */
function commandCase(command: Commander): string {
  const flags = command.options.flatMap(({ long }) => long ?? []);
  const values = command.registeredArguments.flatMap((argument): readonly string[] =>
    argument.name() === 'kind' ? kinds : (argument.argChoices ?? []),
  );
  return `      ${command.name()}) words="${[...values, ...flags, '--help'].join(' ')}" ;;`;
}
