import type { Explanations } from './explanation.ts';

/** Making and publishing the ranked dataset. */
export const releaseCases = {
  publish_missing: {
    cause: 'prank.yaml has no section `publish`, so there is no licence to publish under.',
    cure: 'Add it, for example `publish: {license: cc-by-4.0}`.',
  },
  nothing_to_release: {
    cause: 'No prompt has enough answers yet.',
    cure: 'Run `prank pull` when people have answered, or lower `publish.min_responses` in prank.yaml.',
  },
  pseudonym_key_missing: {
    cause:
      'The last release names raters by pseudonyms that were made with a key, and the key is not here. With another key everybody would get a new name. Nothing was published.',
    cure: 'Copy the line PRANK_PSEUDONYM_KEY from .env of the machine that published first into .env here, or into the secrets of CI. If it is lost, set a new one (`openssl rand -hex 32`): all raters then get new names.',
  },
  license_undecided: {
    cause:
      'A source has no licence, or one that does not fit that of the release. Whether it may go out is for you to decide; nothing was published.',
    cure: 'Choose a licence that fits (`publish.license`), switch the source off and build again, or write down why it may be published under `publish.license_decisions`.',
  },
  license_decision_unknown: {
    cause: '`publish.license_decisions` names a source that does not exist.',
    cure: 'Correct the name: it is the id of the source.',
  },
  not_a_release: {
    cause:
      'The folder or dataset has files in it that are not from prank, and prank does not overwrite them. Nothing was changed.',
    cure: 'Name another folder (`--to DIR`) or dataset (`publish.dataset`). To keep your own README.md, put its text between the lines <!-- prank:keep --> and <!-- /prank:keep -->.',
  },
  keep_unclosed: {
    cause:
      "The card has an opening mark for text of yours without the closing one, so prank can't tell what to keep. Nothing was changed.",
    cure: 'Add the line <!-- /prank:keep --> after your text.',
  },
  release_dir_unusable: {
    cause: "The folder of the release can't be read or written.",
    cure: 'Mend its permissions, or name another one with `prank publish --to DIR`.',
  },
  tag_taken: {
    cause:
      'The dataset has a tag of that number on another commit: somebody else published at the same time. A published tag is never moved.',
    cure: 'Run the command again: it takes the next free number.',
  },
  dashboard_space_taken: {
    cause: 'The Space for the dashboard exists and is not a dashboard of prank. It was left as it is.',
    cure: 'Name another one in `publish.dashboard`: it is made for you.',
  },
  dashboard_not_published: {
    cause: 'The release is done, but its dashboard did not reach the Space.',
    cure: 'Run `prank publish` again: it brings the page there.',
  },
  publish_not_verified: {
    cause: 'After the upload the Hub does not hold a file as it was sent.',
    cure: 'Run `prank publish` again: it compares and sends what differs.',
  },
  value_not_whole: {
    cause: 'A rating is not a whole number, and the columns of the release hold whole numbers.',
    cure: 'Look for it with `prank rank --out ranking.csv`; answers to a rating question of Argilla are always whole.',
  },
} as const satisfies Explanations;
