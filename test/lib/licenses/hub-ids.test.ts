import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hubLicenseIds } from '../../../src/lib/licenses/hub-ids.ts';

// The Hub makes its list from this page. To refresh test/support/hub/licenses.txt, which the stand-in Hub uses:
//   curl -sSf https://raw.githubusercontent.com/huggingface/hub-docs/main/docs/hub/repositories-licenses.md |
//     sed -n 's/^|[^|]*| `\([^`]*\)`.*/\1/p' > test/support/hub/licenses.txt
// This test then names the ids that src/lib/licenses/hub-ids.ts lacks. A new one needs its terms, too:
// test/release/licenses/license-conflict.test.ts says so.
it("is the Hub's own list of licences, in its order", () => {
  const own = readFileSync(new URL('../../support/hub/licenses.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  expect(hubLicenseIds).toEqual(own);
  expect(own.length).toBeGreaterThan(80);
});
