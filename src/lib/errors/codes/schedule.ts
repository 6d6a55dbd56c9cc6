import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Running `prank sync` on a schedule on another machine. Existing schedules go on. */
export const scheduleCodes = {
  schedule_local: {
    exit: ExitCode.usage,
    cause:
      'The server of this campaign is on your machine, and no scheduler elsewhere can reach it. Nothing was scheduled.',
    remedy:
      'Let cron on this machine run `prank sync` (edit it with `crontab -e`), or move the campaign to a Space (`argilla.space`).',
  },
  schedule_needs_backup: {
    exit: ExitCode.usage,
    cause:
      'Each scheduled run starts on an empty machine, and prank.yaml names no backup to take prompts and answers from. Nothing was scheduled.',
    remedy: 'Add `publish.backup` to prank.yaml, run `prank pull` once, which fills it, and schedule again.',
  },
  schedule_secret_missing: {
    exit: ExitCode.usage,
    cause: 'The job on the Hub needs keys that are not here. Nothing was scheduled.',
    remedy: 'Put the lines that the hint names into .env, and run `prank schedule --on hub` again.',
  },
  schedule_token_ends: {
    exit: ExitCode.usage,
    cause:
      'A job on the Hub works for months with the token that it was given, and this one ends before. Logins of `hf auth login` end, too: on this machine they are renewed, in a job they are not. Nothing was scheduled.',
    remedy:
      'Make a token of type write that never expires at https://huggingface.co/settings/tokens, put it into .env as HF_TOKEN=…, and run `prank schedule --on hub` again.',
  },
  schedule_cron_invalid: {
    exit: ExitCode.usage,
    cause: 'The value of `--cron` is not a schedule.',
    remedy:
      'Write five fields in UTC (minute, hour, day of the month, month, day of the week), such as --cron "17 */6 * * *", or use --every 6h.',
  },
  schedule_changed_by_hand: {
    exit: ExitCode.unsafe,
    cause: 'Somebody changed the workflow file after prank wrote it. It was left as it is.',
    remedy:
      'Look at the file, and run the command again with `--force` if the changes may go. Otherwise keep it: it works as it is.',
  },
  schedule_foreign_file: {
    exit: ExitCode.unsafe,
    cause: 'There is a workflow with that name that is not from prank. It was left as it is.',
    remedy: 'Rename that file, or run the command again with `--force` to overwrite it.',
  },
  schedule_foreign_job: {
    exit: ExitCode.unsafe,
    cause: 'The Hub has a scheduled job of that name for another campaign. It was left as it is.',
    remedy: 'Choose another name in prank.yaml, or run the command again with `--force` if that job may go.',
  },
  schedule_too_large: {
    exit: ExitCode.usage,
    cause:
      'prank.yaml, guidelines and prank.lock.json are too large to be sent with a job of the Hub. Nothing was scheduled.',
    remedy: 'Shorten the guidelines, or let GitHub run it: `prank schedule --on github`.',
  },
  schedule_from_invalid: {
    exit: ExitCode.usage,
    cause:
      'The value of `--from` names no fixed program. Branches and tags are refused, because they can be moved to other code later. Nothing was written.',
    remedy:
      'Leave `--from` out, and the packed program is committed with the campaign. Or name a commit by its 40 hex digits: `--from git+https://github.com/you/prank#…`.',
  },
  schedule_from_has_login: {
    exit: ExitCode.usage,
    cause:
      'The address after `--from` has a user or password in it. It would be written into a workflow file, so nothing was written.',
    remedy: 'Name a repository that can be read without a password, or leave `--from` out.',
  },
  schedule_not_on_npm: {
    exit: ExitCode.usage,
    cause:
      'The npm registry has no package of this name and version, so scheduled runs could not install it from there. Nothing was written.',
    remedy: 'Commit the program with the campaign instead: `prank schedule --on github --from vendored`.',
  },
  schedule_npm_differs: {
    exit: ExitCode.unsafe,
    cause:
      'The npm registry has a package of this name and version, but it is not the program that runs here. A scheduled run would give it every secret of the campaign. Nothing was written.',
    remedy:
      'Commit the program with the campaign instead: `prank schedule --on github --from vendored`. If you expected the package to be yours, find out who published it before anything installs it.',
  },
  npm_unusable: {
    exit: ExitCode.usage,
    cause: 'prank uses npm to pack itself for scheduled runs, and npm is missing or failed. Nothing was written.',
    remedy: 'Check that `npm --version` works (npm comes with Node.js), and run the command again.',
  },
  npm_failed: {
    exit: ExitCode.remote,
    cause: 'npm could not reach its registry, or got no package from it. Nothing was written.',
    remedy: 'Check the connection to the npm registry, and run the command again.',
  },
  jobs_need_credit: {
    exit: ExitCode.permission,
    cause:
      'Jobs on the Hub cost by the minute, and the account has no credit for them. Nothing was scheduled or charged.',
    remedy:
      'Add credit at https://huggingface.co/settings/billing (or in the settings of the organization), or let GitHub run it for free: `prank schedule --on github`.',
  },
} as const satisfies ErrorCases;
