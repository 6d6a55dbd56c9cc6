import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createProgram } from '../../src/cli/main.ts';
import { renderCommandIndex, renderCommandPage } from '../support/docs/command-page.ts';
import { renderErrorsPage } from '../support/docs/errors-page.ts';
import { renderDocumentSchema, renderJsonPage } from '../support/docs/json-page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const docs = join(root, 'docs');
const program = createProgram('0', async () => {});
const commands = program.commands.map((command) => command.name());

describe('pages made from the program (npm run docs updates them)', () => {
  it.each(program.commands.map((command) => [command.name(), command] as const))('%s', async (name, command) => {
    await expect(renderCommandPage(program, command)).toMatchFileSnapshot(join(docs, `commands/${name}.md`));
  });

  it('the list of commands', async () => {
    await expect(renderCommandIndex(program)).toMatchFileSnapshot(join(docs, 'commands/README.md'));
  });

  it('the error codes', async () => {
    await expect(renderErrorsPage()).toMatchFileSnapshot(join(docs, 'errors.md'));
  });

  it('has no page for a removed command', () => {
    const pages = readdirSync(join(docs, 'commands')).map((name) => name.replace(/\.md$/u, ''));
    expect(pages.filter((name) => name !== 'README' && !commands.includes(name))).toEqual([]);
  });

  it('the output for programs, and its schema', async () => {
    await expect(renderJsonPage()).toMatchFileSnapshot(join(docs, 'json.md'));
    await expect(renderDocumentSchema()).toMatchFileSnapshot(join(docs, 'json.schema.json'));
  });

  it('has one to four examples for each command', () => {
    for (const command of program.commands) {
      const examples = renderCommandPage(program, command).match(/^prank .*|^source <\(prank .*/gmu) ?? [];
      // The first one is the usage line.
      expect(examples.length - 1, command.name()).toBeGreaterThanOrEqual(1);
      expect(examples.length - 1, command.name()).toBeLessThanOrEqual(4);
    }
  });
});

describe('all pages', () => {
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));

  it.each(pages)('%s has no broken links', (page) => {
    expect(listBrokenLinks(join(docs, page))).toEqual([]);
  });

  it.each(pages)('%s names only commands and options that exist', (page) => {
    expect(listUnknownWords(readFileSync(join(docs, page), 'utf8'))).toEqual([]);
  });

  it('leads to each page from the first one', () => {
    const index = readFileSync(join(docs, 'README.md'), 'utf8');
    const missing = pages.filter((page) => !/^commands\/.|^README/u.test(page) && !index.includes(`(${page})`));
    expect(missing).toEqual([]);
  });
});

describe('pages for people who work on prank', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'test/README.md'];

  it.each(pages)('%s has no broken links', (page) => {
    expect(listBrokenLinks(join(root, page))).toEqual([]);
  });

  it.each(pages)('%s names only commands and options that exist', (page) => {
    expect(listUnknownWords(read(page))).toEqual([]);
  });

  it.each(pages)('%s names only files and folders that exist', (page) => {
    expect(listPaths(read(page)).filter((path) => !isInRepository(path))).toEqual([]);
  });

  it.each(pages)('%s names only scripts of package.json', (page) => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
    const named = [...read(page).matchAll(/\bnpm run ([\w:]+)/gu)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it.each([
    ['see `src/cli/main.ts` and `src/gone/`', ['src/gone/']],
    ['`test/**/*.test.ts`, `test/**/*.gone.ts`', ['test/**/*.gone.ts']],
    ['`.ci/run`, `bin/gone.js`', ['bin/gone.js']],
    ['`npx vitest run test/config`, `npx vitest run test/gone`', ['test/gone']],
    ['`dist/`, `prank.yaml`, `data/*.csv`, src/gone.ts', []],
  ])('missing paths are found in %s', (text, gone) => {
    expect(listPaths(text).filter((path) => !isInRepository(path))).toEqual(gone);
  });
});

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** Words in backticks that begin with a folder of the repository; `*` matches anything. */
function listPaths(text: string): string[] {
  return listCodeSpans(text).flatMap((span) =>
    span.split(/\s+/u).filter((word) => /^(?:src|test|docs|configs|bin|\.ci)\//u.test(word)),
  );
}

function isInRepository(path: string): boolean {
  return path.includes('*')
    ? globSync(path, { cwd: root, onlyFiles: false, dot: true, expandDirectories: false }).length > 0
    : existsSync(join(root, path));
}

/** Links within this repository whose targets don't exist. */
function listBrokenLinks(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/gu)]
    .map(([, target = '']) => target)
    .filter((target) => !/^https?:/u.test(target) && !leadsSomewhere(page, target));
}

/** Commands and options of prank that a page names but that don't exist. */
function listUnknownWords(text: string): string[] {
  return listCommandLines(text).flatMap(({ name, options }) => {
    const command = program.commands.find((one) => one.name() === name);
    if (command === undefined) return [`prank ${name}`];
    const known = listOptions(command);
    return options.filter((option) => !known.includes(option)).map((option) => `prank ${name} ${option}`);
  });
}

function listOptions(command: Command): (string | undefined)[] {
  return [...command.options, ...program.options].flatMap(({ long, short }) => [long, short]).concat('--help');
}

/** Command lines in code blocks and code spans. The first word after prank is a command. */
function listCommandLines(text: string): { name: string; options: string[] }[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/gu)].flatMap(([, block = '']) => block.split('\n'));
  return [...blocks, ...listCodeSpans(text)].flatMap((line) => {
    const [typed = ''] = line.replace(/^\$ /u, '').split(/ # | \| /u);
    const found = /^(?:npx )?prank ([a-z]+)\b(.*)$/u.exec(typed.trim());
    if (found === null) return [];
    const [, name = '', rest = ''] = found;
    return [{ name, options: [...rest.matchAll(/(?<=\s)--?[a-z][a-z-]*/gu)].map(([option]) => option) }];
  });
}

/** Code spans outside code blocks. */
function listCodeSpans(text: string): string[] {
  return [...text.replaceAll(/```[\s\S]*?```/gu, '').matchAll(/`([^`]+)`/gu)].map(([, span = '']) => span);
}

/** Whether `target` is a file, a heading in it, or a heading of the page itself. */
function leadsSomewhere(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : resolve(dirname(page), file);
  return existsSync(path) && (anchor === undefined || listAnchors(readFileSync(path, 'utf8')).includes(anchor));
}

/** Anchors of headings, as GitHub makes them. */
function listAnchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
