import type { Explanations } from './explanation.ts';

/** Letting a machine elsewhere run `prank sync`. What was scheduled before goes on. */
export const scheduleCases = {
  schedule_local: {
    cause:
      'The server of this campaign is on your machine, and no scheduler elsewhere can reach it. Nothing was scheduled.',
    cure: 'Let this machine run `prank sync` by its own clock (`crontab -e`), or move the campaign to a Space (`argilla.space`).',
  },
  schedule_needs_backup: {
    cause:
      'Each scheduled run starts on an empty machine, and prank.yaml names no backup from which it could take prompts and answers. Nothing was scheduled.',
    cure: 'Add `publish.backup` to prank.yaml, run `prank pull` once, which fills it, and schedule again.',
  },
  schedule_secret_missing: {
    cause: 'The job on the Hub needs keys that are not here. Nothing was scheduled.',
    cure: 'Put the lines that the hint names into .env, and run `prank schedule --on hub` again.',
  },
  schedule_cron_invalid: {
    cause: 'The line after `--cron` does not say when.',
    cure: 'Say how often instead, such as `prank schedule --on github --every 6h`, or write five fields in UTC: "17 */6 * * *".',
  },
  schedule_changed_by_hand: {
    cause: 'Somebody changed the workflow file after prank wrote it. It was left as it is.',
    cure: 'Look at it. If the changes may go, run the command again with `--force`; otherwise keep the file: it works as it is.',
  },
  schedule_foreign_file: {
    cause: 'A workflow of that name exists and is not from prank. It was left as it is.',
    cure: 'Give it another name, or run the command again with `--force` if it may go.',
  },
  schedule_foreign_job: {
    cause: 'The Hub has a scheduled job of that name for another campaign. It was left as it is.',
    cure: 'Choose another name in prank.yaml, or run the command again with `--force` if that job may go.',
  },
  schedule_too_large: {
    cause:
      'prank.yaml, guidelines and prank.lock.json are too large to be sent along with a job of the Hub. Nothing was scheduled.',
    cure: 'Shorten the guidelines, or let GitHub run it: `prank schedule --on github`.',
  },
  schedule_from_invalid: {
    cause:
      'The value of `--from` names no program that a scheduled run could be sure of. Branches and tags are refused, because they can be moved to other code later. Nothing was written.',
    cure: 'Leave `--from` out, and the packed program is committed with the campaign. Or name a commit by its 40 hex digits: `--from git+https://github.com/you/prank#…`.',
  },
  schedule_not_on_npm: {
    cause:
      'The registry of npm has no package of this name and version, so scheduled runs could not install it from there. Nothing was written.',
    cure: 'Run `prank schedule --on github` without `--from npm`.',
  },
  schedule_npm_differs: {
    cause:
      'The registry of npm has a package of this name and version, but it is not the program that runs here. A scheduled run hands its program every secret of the campaign. Nothing was written.',
    cure: 'Run `prank schedule --on github` without `--from npm`. If you expected the package to be yours, find out who published it before anything installs it.',
  },
  npm_unusable: {
    cause: 'prank uses npm to pack itself for scheduled runs, and npm is missing or failed. Nothing was written.',
    cure: 'Install npm, which comes with Node.js, and run the command again.',
  },
  npm_failed: {
    cause: 'npm could not reach its registry, or got no package from it. Nothing was written.',
    cure: 'Check the connection, and run the command again.',
  },
  jobs_need_credit: {
    cause: 'The Hub runs jobs by the minute, and the account has no credit for them. Nothing was scheduled or charged.',
    cure: 'Add credit at https://huggingface.co/settings/billing, or let GitHub run it for nothing: `prank schedule --on github`.',
  },
} as const satisfies Explanations;
