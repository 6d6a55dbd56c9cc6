import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/main.ts';
import { renderCommandIndex, renderCommandPage } from '../support/docs/command-page.ts';
import { renderErrorsPage } from '../support/docs/errors-page.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const program = createProgram('0', async () => {});
const commands = program.commands.map((command) => command.name());

describe('pages that are made of the program (npm run docs writes them anew)', () => {
  it.each(program.commands.map((command) => [command.name(), command] as const))('%s', async (name, command) => {
    await expect(renderCommandPage(program, command)).toMatchFileSnapshot(join(docs, `commands/${name}.md`));
  });

  it('the list of commands', async () => {
    await expect(renderCommandIndex(program)).toMatchFileSnapshot(join(docs, 'commands/README.md'));
  });

  it('the error codes', async () => {
    await expect(renderErrorsPage()).toMatchFileSnapshot(join(docs, 'errors.md'));
  });

  it('has no page of a command that is gone', () => {
    const pages = readdirSync(join(docs, 'commands')).map((name) => name.replace(/\.md$/u, ''));
    expect(pages.filter((name) => name !== 'README' && !commands.includes(name))).toEqual([]);
  });

  it('has one to four examples for each command', () => {
    for (const command of program.commands) {
      const examples = renderCommandPage(program, command).match(/^prank .*|^source <\(prank .*/gmu) ?? [];
      // The first is the usage.
      expect(examples.length - 1, command.name()).toBeGreaterThanOrEqual(1);
      expect(examples.length - 1, command.name()).toBeLessThanOrEqual(4);
    }
  });
});

describe('all pages', () => {
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));

  it.each(pages)('%s leads to what exists', (page) => {
    const links = [...readFileSync(join(docs, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/gu)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/u.test(target));
    expect(links.filter((target) => !leadsSomewhere(join(docs, page), target))).toEqual([]);
  });

  it.each(pages)('%s names commands and options that exist', (page) => {
    for (const { name, options } of listCommandLines(readFileSync(join(docs, page), 'utf8'))) {
      const command = program.commands.find((one) => one.name() === name);
      expect(command, `${page}: prank ${name}`).toBeDefined();
      if (command === undefined) continue;
      for (const option of options) expect(listOptions(command), `${page}: prank ${name} ${option}`).toContain(option);
    }
  });

  it('leads to each page from the first one', () => {
    const index = readFileSync(join(docs, 'README.md'), 'utf8');
    const missing = pages.filter((page) => !/^commands\/.|^README/u.test(page) && !index.includes(`(${page})`));
    expect(missing).toEqual([]);
  });
});

function listOptions(command: Command): (string | undefined)[] {
  return [...command.options, ...program.options].flatMap(({ long, short }) => [long, short]).concat('--help');
}

/** Of code, in blocks and in lines; the first word after prank is a command. */
function listCommandLines(text: string): { name: string; options: string[] }[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/gu)].flatMap(([, block = '']) => block.split('\n'));
  const spans = [...text.replaceAll(/```[\s\S]*?```/gu, '').matchAll(/`([^`]+)`/gu)].map(([, span = '']) => span);
  return [...blocks, ...spans].flatMap((line) => {
    const [typed = ''] = line.replace(/^\$ /u, '').split(/ # | \| /u);
    const found = /^(?:npx )?prank ([a-z]+)\b(.*)$/u.exec(typed.trim());
    if (found === null) return [];
    const [, name = '', rest = ''] = found;
    return [{ name, options: [...rest.matchAll(/(?<=\s)--?[a-z][a-z-]*/gu)].map(([option]) => option) }];
  });
}

/** `target` is a file, a heading of it, or a heading of the page itself. */
function leadsSomewhere(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : resolve(dirname(page), file);
  return existsSync(path) && (anchor === undefined || listAnchors(readFileSync(path, 'utf8')).includes(anchor));
}

/** As GitHub names headings. */
function listAnchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
