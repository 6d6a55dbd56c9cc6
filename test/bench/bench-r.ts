import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const script = fileURLToPath(new URL('mixed-models.R', import.meta.url));
const effects = z.record(z.string(), z.number());
const fitted = z.object({ items: effects, raters: effects, variances: effects, seconds: z.number() });
const answer = z.object({ lmer: fitted, clmm: fitted, fixed: effects });

/** Effects and variances from `lmer` and `clmm`, and the fixed effect of `x` from `lmer`. */
export type MixedModelFits = z.infer<typeof answer>;

/** Fits a CSV of rater,item,value,x with lme4 and ordinal. Root on Debian installs them on first use. */
export function fitInR(path: string): MixedModelFits {
  const isThere = 'quit(status = !(requireNamespace("lme4") && requireNamespace("ordinal")))';
  const install =
    'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq r-cran-lme4 r-cran-ordinal';
  execFileSync('bash', ['-c', `Rscript -e '${isThere}' || (${install})`], { stdio: 'ignore' });
  return answer.parse(JSON.parse(execFileSync('Rscript', [script, path], { encoding: 'utf8', maxBuffer: 2 ** 26 })));
}
