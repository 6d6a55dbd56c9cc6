/** The card of a backup. It names no person. */
export function renderBackupCard(campaign: string): Buffer {
  return Buffer.from(`---
viewer: false
---
# Backup of the campaign ${campaign}

Written by \`prank pull\`. Keep this dataset **private**: it names the raters.

| folder | holds |
| --- | --- |
| \`ratings/\` | every version of every answer, with rater, value and times |
| \`records/\` | the records as the server held them |
| \`raters/\` | ids, usernames, names and roles of the raters; neither keys nor passwords |
| \`prompts/\` | the prompts of the campaign |
| \`build/\` | what the build of the prompts counted |
| \`settings/\` | question, guidelines and metadata |
| \`runs/\` | one file a run: which of the files above belong together |
| \`campaign/\` | which campaign this backup belongs to |
| \`pseudonyms/\` | which key the pseudonyms of the releases are made with; the key itself only if you agreed |
| \`forgotten/\` | notes for other machines on raters who were forgotten |

Nothing here is ever changed by a pull; it only adds. When the server is lost, a folder with \`prank.yaml\` and a token are
enough to bring raters, records and answers back:

    prank restore
`);
}
