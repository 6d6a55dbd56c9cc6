import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Making and publishing the ranked dataset. */
export const releaseCodes = {
  publish_missing: {
    exit: ExitCode.usage,
    cause: 'prank.yaml has no section `publish`, so there is no licence to publish under.',
    remedy: 'Add it to prank.yaml, for example `publish: {license: cc-by-4.0}`.',
  },
  release_not_there: {
    exit: ExitCode.usage,
    cause: 'The folder holds no release: it has no README.md as prank writes it.',
    remedy: 'Make one with `prank publish --to preview`, or name the folder that holds it.',
  },
  release_with_columns: {
    exit: ExitCode.usage,
    cause: 'A release was named together with columns or a scale. A release says itself which column is which.',
    remedy: 'Leave out the option, or name one file of the release instead of its folder.',
  },
  dataset_without_ratings: {
    exit: ExitCode.usage,
    cause:
      'The dataset on the Hub has no table that could hold ratings, or several of which only you know which one is meant.',
    remedy: 'Download the file that has the ratings, and name it with `--input`.',
  },
  release_not_verifiable: {
    exit: ExitCode.usage,
    cause:
      'The release does not say what it was made from, or says it in a form that this prank does not know. Releases of earlier versions left out part of what their scores rest on.',
    remedy:
      'Ask its organizers to run `prank publish` again with a current prank. If the release is newer than your prank, take the newest one.',
  },
  not_a_dataset: {
    exit: ExitCode.usage,
    cause: 'What was named is neither a file or folder on this machine nor a dataset on the Hub.',
    remedy: 'Name a file or folder here, or a dataset on the Hub as owner/name or owner/name@revision.',
  },
  release_differs: {
    exit: ExitCode.partial,
    cause:
      'A release does not say what its own answers give. Somebody changed it after it was made, a file was damaged, or it is not from prank.',
    remedy:
      'Look at the list of differences: `published` is in the release, `computed` is what its answers give. If the release is yours, `prank publish` makes it again.',
  },
  release_damaged: {
    exit: ExitCode.usage,
    cause: 'A file of the release is missing, or is not in the form in which prank writes it.',
    remedy: 'Download the release again. If it is damaged on the Hub, its organizers can run `prank publish` again.',
  },
  release_of_other_model: {
    exit: ExitCode.usage,
    cause: 'The release was ranked by another version of the model, which gives other figures for the same answers.',
    remedy: 'Verify it with a prank that has that version of the model; docs/ranking.md lists them.',
  },
  nothing_to_release: {
    exit: ExitCode.usage,
    cause: 'No prompt has enough answers yet.',
    remedy: 'Run `prank pull` when people have answered, or lower `publish.min_responses` in prank.yaml.',
  },
  pseudonym_key_missing: {
    exit: ExitCode.unsafe,
    cause:
      'The last release names raters by pseudonyms that were made with a key, and the key is not here. With another key every rater would get a new name. Nothing was published.',
    remedy:
      'Copy the line PRANK_PSEUDONYM_KEY from .env of the machine that published first into .env here, or into the secrets of CI. If it is lost: `prank publish --new-pseudonyms`, which makes a new key and gives every rater a new name.',
  },
  pseudonym_key_differs: {
    exit: ExitCode.unsafe,
    cause:
      'The key for the pseudonyms of raters is not the one that the last release was made with. With it every rater would get a new name, and nobody could match the new release with the old ones. Nothing was published.',
    remedy:
      'Correct PRANK_PSEUDONYM_KEY, in the environment or in .env: the right one is in .env of the machine that published before. To rename all raters on purpose: `prank publish --new-pseudonyms`.',
  },
  pseudonym_key_unchanged: {
    exit: ExitCode.usage,
    cause:
      'New pseudonyms were asked for, but the key here is still the one that the last release was made with. prank does not overwrite it. Nothing was published.',
    remedy:
      'Move the line PRANK_PSEUDONYM_KEY out of .env to a safe place, and unset it in the environment. Then run `prank publish --new-pseudonyms` again: it makes a new key.',
  },
  pseudonym_key_not_kept: {
    exit: ExitCode.unsafe,
    cause:
      'The first release needs a key for the pseudonyms of raters. A key made in this CI job would be lost when the job ends, so nothing was published.',
    remedy:
      'Make a key with `openssl rand -hex 32`, and save it as PRANK_PSEUDONYM_KEY in .env and in the secrets of CI. Or write `publish: {pseudonym_key: backup}` into prank.yaml: then the key is kept in the private backup.',
  },
  license_undecided: {
    exit: ExitCode.usage,
    cause:
      'A source has no licence, or one that does not fit that of the release. You must decide whether it may be published; nothing was published.',
    remedy:
      'Choose a licence that fits (`publish.license`), disable the source and build again, or write down why it may be published under `publish.license_decisions`.',
  },
  license_decision_unknown: {
    exit: ExitCode.usage,
    cause: '`publish.license_decisions` names a source that does not exist.',
    remedy: 'Correct `publish.license_decisions` in prank.yaml: it names sources by their id.',
  },
  release_dir_taken: {
    exit: ExitCode.unsafe,
    cause:
      'The folder for the release has files in it that are not from prank, and prank does not overwrite them. Nothing was changed.',
    remedy:
      'Name another folder with `--to DIR`, or move the files away. To keep your own README.md, put its text between the lines <!-- prank:keep --> and <!-- /prank:keep -->.',
  },
  release_dataset_taken: {
    exit: ExitCode.unsafe,
    cause:
      'The dataset on the Hub has files in it that are not from prank, and prank does not overwrite them. Nothing was changed.',
    remedy:
      'Name another dataset in `publish.dataset`. To use this one, remove its data files, and put the text of its README.md between the lines <!-- prank:keep --> and <!-- /prank:keep -->.',
  },
  release_of_other_campaign: {
    exit: ExitCode.unsafe,
    cause:
      'The dataset on the Hub holds the release of another campaign, and this one would replace it. Nothing was changed.',
    remedy:
      'Name another dataset in `publish.dataset`. If it is the same campaign under a new name, write its old name into prank.yaml as `id`.',
  },
  keep_unclosed: {
    exit: ExitCode.unsafe,
    cause:
      "The card has an opening mark for your own text without the closing one, so prank can't see what to keep. Nothing was changed.",
    remedy: 'Add the line <!-- /prank:keep --> after your text.',
  },
  release_dir_unusable: {
    exit: ExitCode.usage,
    cause: "The folder of the release can't be read or written.",
    remedy: 'Change its permissions, or name another folder with `prank publish --to DIR`.',
  },
  tag_taken: {
    exit: ExitCode.unsafe,
    cause:
      'The dataset has a tag of that number on another commit: somebody else published at the same time. prank never moves a published tag.',
    remedy: 'Run the command again: it uses the next free number.',
  },
  dashboard_space_taken: {
    exit: ExitCode.unsafe,
    cause: 'The Space for the dashboard exists and is not a dashboard of prank. It was left as it is.',
    remedy: 'Name another one in `publish.dashboard`: prank creates it for you.',
  },
  dashboard_not_published: {
    exit: ExitCode.partial,
    cause: 'The release is done, but its dashboard was not uploaded to the Space.',
    remedy: 'Run `prank publish` again: it uploads the page.',
  },
  publish_not_verified: {
    exit: ExitCode.remote,
    cause: 'After the upload, a file on the Hub is not the one that was sent.',
    remedy: 'Run `prank publish` again: it compares and sends what differs.',
  },
  value_not_whole: {
    exit: ExitCode.usage,
    cause: 'A rating is not a whole number, and the columns of the release hold whole numbers.',
    remedy:
      'Look for it in the file that `prank rank --out ranking.csv` writes. Answers to a rating question of Argilla are always whole.',
  },
} as const satisfies ErrorCases;
