import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * The error codes raised in the sources, in the form of the error table: a template with a number is a family. Counts
 * texts in the first argument of `new …Error(…)` and of `super(…)`, and values of a property `code`.
 */
export function findRaisedCodes(src: string): Set<string> {
  const found = new Set<string>();
  for (const path of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const file = ts.createSourceFile(path, readFileSync(join(src, path), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const given = codeGivenIn(node);
      if (given !== null) for (const code of listTexts(given)) found.add(code);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

function codeGivenIn(node: ts.Node): ts.Node | null {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') return node.initializer;
  const isNew = ts.isNewExpression(node) && node.expression.getText().endsWith('Error');
  const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  return isNew || isSuper ? (node.arguments?.[0] ?? null) : null;
}

function listTexts(node: ts.Node): string[] {
  if (ts.isStringLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [`${node.head.text}*`];
  // In `isChanged ? 'a' : 'b'` the condition is not a code.
  const parts = ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse] : [];
  return parts.flatMap(listTexts);
}
