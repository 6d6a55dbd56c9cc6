import { join } from 'node:path';
import ts from 'typescript';

export interface RaisedCode {
  code: string;
  /** file:line of the place that raises it. */
  at: string;
}

export interface RaisedCodes {
  codes: RaisedCode[];
  /** Places whose code the compiler can't tell, as file: text. */
  unclear: string[];
}

/**
 * Every error code that the sources of a project can raise, told from their types: literals, unions, what helper
 * functions are given; a template is a family, with a star for what follows.
 */
export function findRaisedCodes(root: string): RaisedCodes {
  const program = openProject(root);
  const checker = program.getTypeChecker();
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(root, 'src')));
  const calls = sources.flatMap((source) => listNodes(source, isCall));
  const found: RaisedCodes = { codes: [], unclear: [] };
  const seen = new Set<ts.Node>();

  function take(expression: ts.Expression): void {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (ts.isTemplateExpression(expression)) {
      found.codes.push({ code: `${expression.head.text}*`, at: placeOf(expression, root).at });
      return;
    }
    const types = listTypes(checker.getTypeAtLocation(expression));
    const literals = types.filter((type) => type.isStringLiteral());
    const { file, at } = placeOf(expression, root);
    if (literals.length === types.length) {
      found.codes.push(...literals.map(({ value }) => ({ code: value, at })));
      return;
    }
    const given = argumentsFor(expression);
    if (given.length === 0) found.unclear.push(`${file}: ${expression.getText()}`);
    for (const argument of given) take(argument);
  }

  /** Where the code is a parameter: what the callers give. */
  function argumentsFor(expression: ts.Expression): ts.Expression[] {
    const parameter = checker.getSymbolAtLocation(expression)?.valueDeclaration;
    if (parameter === undefined || !ts.isParameter(parameter)) return [];
    const index = parameter.parent.parameters.indexOf(parameter);
    return calls
      .filter((call) => checker.getResolvedSignature(call)?.declaration === parameter.parent)
      .flatMap((call) => call.arguments?.[index] ?? []);
  }

  for (const call of calls) {
    const [code] = call.arguments ?? [];
    if (code !== undefined && makesPrankError(call, checker)) take(code);
  }
  return found;
}

type Call = ts.CallExpression | ts.NewExpression;

function isCall(node: ts.Node): node is Call {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

/** `new` of a class whose constructor is that of PrankError, and `super` calls that end there. */
function makesPrankError(call: Call, checker: ts.TypeChecker): boolean {
  if (ts.isCallExpression(call) && call.expression.kind !== ts.SyntaxKind.SuperKeyword) return false;
  const declared = checker.getResolvedSignature(call)?.declaration;
  return declared !== undefined && ts.isConstructorDeclaration(declared) && declared.parent.name?.text === 'PrankError';
}

function openProject(root: string): ts.Program {
  const project = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic({ messageText }) {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  );
  if (project === undefined) throw new Error(`${root} has no tsconfig.json`);
  const { fileNames, options } = project;
  return ts.createProgram(
    fileNames.filter((name) => name.startsWith(join(root, 'src'))),
    options,
  );
}

function listTypes(type: ts.Type): ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function listNodes<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function placeOf(node: ts.Node, root: string): { file: string; at: string } {
  const source = node.getSourceFile();
  const file = source.fileName.slice(root.length + 1);
  return { file, at: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}` };
}
