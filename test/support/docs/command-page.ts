import type { Command, Option } from 'commander';

/** The page of one command, made from its --help. */
export function renderCommandPage(program: Command, command: Command): string {
  const help = command.createHelp();
  const own = help.visibleOptions(command);
  const { notes, examples, exits } = parseHelpText(readHelpText(command));
  return joinSections([
    `# prank ${command.name()}`,
    `${capitalize(help.commandDescription(command))}.`,
    code('sh', help.commandUsage(command)),
    ...notes,
    section(
      'Arguments',
      table(
        ['argument', 'meaning'],
        help
          .visibleArguments(command)
          .map((argument) => [`\`${argument.name()}\``, help.argumentDescription(argument)]),
      ),
    ),
    section('Options', optionTable(command, own)),
    section('Examples', examples),
    section('Exit codes', exits),
    section('Options of all commands', optionTable(program, help.visibleOptions(program))),
    `All commands: [README](README.md). What an error code means: [errors](../errors.md).`,
  ]);
}

/** The index of all commands. */
export function renderCommandIndex(program: Command): string {
  const help = program.createHelp();
  const { notes, examples, exits } = parseHelpText(readHelpText(program));
  const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  return joinSections([
    '# Commands',
    table(
      ['command', 'does'],
      commands.map((command) => [
        `[\`prank ${command.name()}\`](${command.name()}.md)`,
        help.subcommandDescription(command),
      ]),
    ),
    ...notes,
    section('Options of all commands', optionTable(program, help.visibleOptions(program))),
    section('Examples', examples),
    section('Exit codes', exits),
    'These pages are made of `prank COMMAND --help`.',
  ]);
}

function optionTable(command: Command, options: readonly Option[]): string {
  const help = command.createHelp();
  return table(
    ['option', 'meaning'],
    options.map((option) => [`\`${help.optionTerm(option)}\``, help.optionDescription(option)]),
  );
}

/** What the command prints below its options. */
function readHelpText(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  return text.slice(command.helpInformation().length);
}

interface HelpSections {
  notes: string[];
  examples: string;
  exits: string;
}

function parseHelpText(text: string): HelpSections {
  const blocks = text.split(/\n{2,}/u).map((block) => block.replace(/^\n+|\s+$/gu, ''));
  const bodyOf = (title: string): string[] =>
    blocks
      .find((block) => block.startsWith(`${title}:\n`))
      ?.split('\n')
      .slice(1) ?? [];
  const pairs = (title: string): string[][] => bodyOf(title).map((line) => line.trim().split(/ {2,}/u));
  const examples = pairs('Examples').map(([command = '', purpose = '']) => `# ${purpose}\n${command}`);
  return {
    notes: blocks.filter((block) => block !== '' && !/^(?:Examples|Exit codes):\n/u.test(block)).map(renderNote),
    examples: examples.length === 0 ? '' : code('sh', examples.join('\n\n')),
    exits: table(['code', 'meaning'], pairs('Exit codes')),
  };
}

/** Keeps text that is set in columns. */
function renderNote(block: string): string {
  return / {2,}/u.test(block) ? code('text', block) : escape(block);
}

function table(header: string[], rows: string[][]): string {
  if (rows.length === 0) return '';
  return [row(header), `| ${header.map(() => '---').join(' | ')} |`, ...rows.map(row)].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => escape(cell)).join(' | ')} |`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function joinSections(parts: string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Outside code, `<` would begin a tag. In tables, `|` always ends a cell. */
function escape(text: string): string {
  return text
    .split(/(`[^`]*`)/u)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('|', '\\|');
}
