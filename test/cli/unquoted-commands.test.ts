import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Documents that say `prank` however it was started, and contain no foreign names. */
const documents = [
  /^lib\/errors\/codes\//u,
  /^release\//u,
  /^campaign\/backup\/card\.ts$/u,
  /^campaign\/schedule\/(?:workflow|program|job)\.ts$/u,
];
/** Calls that build a command's help. */
const helpCalls = new Set(['renderHelpText', 'option', 'description', 'argument', 'addHelpText', 'meta']);
/** Sentences about a command that nobody should type. */
const prose = [
  'more are due with the next prank push',
  'that prank pull brings here',
  'which prank build takes over',
  'prank restore brings back what is in the backup',
  'The next prank publish leaves this person out',
  'No `prank serve` is at work',
  '`prank build --explain` can show examples only where DuckDB builds',
  '**prank sync** of ',
  'runs prank sync at ',
  'is not from prank schedule',
  'prank sync on GitHub at ',
  'prank sync on the Hub at ',
  'Run prank sync on a schedule',
  'Stop running prank sync',
];

const commands = readdirSync(join(src, 'cli/commands')).map((file) => file.replace(/\.ts$/u, ''));
const typed = new RegExp(String.raw`\bprank (?:--?[a-z]|(?:${commands.join('|')})\b)`, 'u');

function findTyped(path: string, text: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && helpCalls.has(calledName(node.expression))) {
      // In a chain of calls only the last call's arguments are help.
      return visit(node.expression);
    }
    const words = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isTemplatePart(node) ? node.text : '';
    if (typed.test(words) && !prose.some((sentence) => words.includes(sentence))) found.push(`${path}: ${words}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function calledName(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

function isTemplatePart(node: ts.Node): node is ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

describe('commands that people are shown', () => {
  it('are made by prankCommand, which quotes them and names prank as it was started', () => {
    const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !documents.some((document) => document.test(path)))
      .toSorted();
    expect(paths.length).toBeGreaterThan(300);
    expect(paths.flatMap((path) => findTyped(path, readFileSync(join(src, path), 'utf8')))).toEqual([]);
  });

  it.each([
    ["throw new UsageError('x', 'No.', { hint: 'prank deploy' })", 1],
    ['const fix = `Do this: prank doctor --rater ${name}`', 1],
    ['const next = `${done}.\\nNext: prank push, ${more}`', 1],
    ["program.command('x').description('before prank deploy').action(() => say('prank --help'))", 1],
    ['const why = `prank is tried with ${version} of prank.yaml`; // prank deploy', 0],
    ["const why = 'No `prank serve` is at work, so raters have no page.'", 0],
  ])('are found in %s', (code, count) => {
    expect(findTyped('a.ts', code)).toHaveLength(count);
  });
});
