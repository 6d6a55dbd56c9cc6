/** An invalid prank.yaml, and every line of the error, without the file name. */
export interface BrokenConfig {
  title: string;
  text: string;
  faults: string[];
}

const head = 'name: x\n';
const src = 'sources:\n  - id: a\n    file: a.csv\n    prompt: text\n';
const arg = 'argilla: {local: true}\n';
const ok = head + src + arg;
const withInSource = (moreOfTheSource: string) => head + src + moreOfTheSource + arg;

export const soundConfig = ok;

export const brokenConfigs: readonly BrokenConfig[] = [
  {
    title: 'an empty file',
    text: '',
    faults: ['1:1: the file is empty; needed: a section with name, sources, argilla, and more'],
  },
  {
    title: 'a list instead of keys',
    text: '- name: x\n',
    faults: ['1:1: the file is `- name: x`; allowed: a section with name, sources, argilla, and more'],
  },
  {
    title: 'a text instead of keys',
    text: 'name\n',
    faults: ['1:1: the file is `name`; allowed: a section with name, sources, argilla, and more'],
  },
  {
    title: 'nothing but a comment',
    text: '# name: x\n',
    faults: ['1:1: the file is empty; needed: a section with name, sources, argilla, and more'],
  },
  {
    title: 'a key that stands twice',
    text: ok + 'name: y\n',
    faults: ['7:1: name stands here a second time; keep one of the two'],
  },
  {
    title: 'names that YAML reads as numbers, quoted as they are written',
    text: 'name: 0123\nsources:\n  - id: 1e3\n    file: a.csv\n    prompt: 007\n' + arg,
    faults: [
      '1:7: name is `0123`; allowed: 1 to 96 letters, digits, _ and -, first a letter or digit; write "0123" in quotes if it is meant as text',
      '3:9: sources[0].id is `1e3`; allowed: a name of letters, digits, _ . and -; write "1e3" in quotes if it is meant as text',
      '5:13: sources[0].prompt is `007`; allowed: a column, a path such as conversations[0].value, or a list; write "007" in quotes if it is meant as text',
    ],
  },
  {
    title: 'Windows paths in double quotes, and what else is wrong',
    text:
      head +
      'sources:\n  - id: a\n    file: "C:\\data\\*.csv"\n    prompt: text\n  - id: b\n    file: "data\\table.csv"\n    prompt: text\n    take: x\n' +
      arg,
    faults: [
      '4:14: the file has a \\ inside double quotes, where it starts a special character; write / between folders; in patterns, use single quotes',
      '7:11: sources[1].file has a \\ inside double quotes, where it starts a special character; write / between folders',
      '9:11: sources[1].take is `x`; allowed: a whole number of prompts from 1, or all',
    ],
  },
  {
    title: 'keys with stray blanks, and what is wrong below them',
    text: head + src + '    "take ": x\n\u00a0build:\n  pii: perhaps\n' + arg,
    faults: [
      '6:5: sources[0].take has a blank or an invisible character beside its name; type the key again',
      '6:14: sources[0].take is `x`; allowed: a whole number of prompts from 1, or all',
      '7:1: build has a blank or an invisible character beside its name; type the key again',
      '8:8: build.pii is `perhaps`; allowed: keep, redact, drop',
    ],
  },
  {
    title: 'a tab as indentation',
    text: 'name: x\nbuild:\n\tpii: keep\n',
    faults: ['3:1: the file is indented with a tab; use spaces'],
  },
  {
    title: 'a bracket that is never closed',
    text: 'name: x\nsources: [1, 2\nargilla: {local: true}\n',
    faults: [
      '3:1: the file is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  },
  {
    title: 'a quote that is never closed',
    text: ok + 'seed: "1\n',
    faults: ['8:1: the file is not YAML: Missing closing "quote'],
  },
  {
    title: 'a value that begins with @',
    text: 'name: @x\n',
    faults: ['1:7: the file is not YAML: Plain value cannot start with reserved character @'],
  },
  {
    title: 'a second document',
    text: ok + '---\nname: y\n',
    faults: ['7:1: the file holds a second document; remove the line ---'],
  },
  {
    title: 'anchors and aliases',
    text: 'name: &n x\nseed: *n\n',
    faults: [
      '1:10: the file uses the anchor &n, which is not read here; write the value out where it is needed',
      '2:7: the file uses the alias *n, which is not read here; write the value out where it is needed',
    ],
  },
  {
    title: 'a merge',
    text: ok + 'build:\n  <<: {pii: keep}\n',
    faults: ['8:3: the file uses a merge (<<), which is not read here; write the value out where it is needed'],
  },
  {
    title: 'a tag of a program',
    text: ok + 'seed: !!python/object 1\n',
    faults: ['7:7: the file uses a tag (!), which is not read here; write the plain value'],
  },
  {
    title: 'a key that is a list',
    text: ok + '? [a]\n: 1\n',
    faults: ['7:3: the file has a key here that is not plain text'],
  },
  {
    title: 'a mistyped key',
    text: ok + 'taks:\n  overlap: 3\n',
    faults: ['7:1: taks is not a key; did you mean `task`?'],
  },
  {
    title: 'a key with dashes',
    text: ok + 'build:\n  near-duplicates: false\n',
    faults: ['8:3: build.near-duplicates is not a key; did you mean `near_duplicates`?'],
  },
  {
    title: 'a key of nowhere',
    text: ok + 'colour: red\n',
    faults: ['7:1: colour is not a key; allowed: name, id, seed, sources, build, task, argilla, publish'],
  },
  {
    title: 'a mistyped key in a list',
    text: withInSource('    takes: 3\n'),
    faults: ['6:5: sources[0].takes is not a key; did you mean `take`?'],
  },
  {
    title: 'a mistyped key in a value of several shapes',
    text: ok + 'build: {near_duplicates: {word: 3}}\n',
    faults: ['7:27: build.near_duplicates.word is not a key; did you mean `words`?'],
  },
  {
    title: 'missing sections',
    text: 'name: x\n',
    faults: [
      '1:1: sources is missing; needed: a list of sources',
      '1:1: argilla is missing; needed: a section with space, url or local',
    ],
  },
  {
    title: 'a missing prompt column',
    text: head + 'sources:\n  - id: a\n    file: a.csv\n' + arg,
    faults: ['3:5: sources[0].prompt is missing; needed: a column, a path such as conversations[0].value, or a list'],
  },
  {
    title: 'a name with a space',
    text: 'name: my campaign\n' + src + arg,
    faults: ['1:7: name is `my campaign`; allowed: 1 to 96 letters, digits, _ and -, first a letter or digit'],
  },
  {
    title: 'a name that YAML reads as a number',
    text: 'name: 2024\n' + src + arg,
    faults: [
      '1:7: name is `2024`; allowed: 1 to 96 letters, digits, _ and -, first a letter or digit; write "2024" in quotes if it is meant as text',
    ],
  },
  {
    title: 'an empty name',
    text: 'name:\n' + src + arg,
    faults: ['1:6: name is empty; needed: 1 to 96 letters, digits, _ and -, first a letter or digit'],
  },
  {
    title: 'a seed that is no whole number',
    text: ok + 'seed: 4.2\n',
    faults: ['7:7: seed is `4.2`; allowed: a whole number from 0 to 4294967295'],
  },
  {
    title: 'no sources',
    text: head + 'sources: []\n' + arg,
    faults: ['2:10: sources is `[]`; allowed: a list of at least one source'],
  },
  {
    title: 'a source that is empty',
    text: head + 'sources:\n  -\n' + arg,
    faults: ['3:4: sources[0] is empty; needed: a section with id, file or hub, prompt, and more'],
  },
  {
    title: 'all sources disabled',
    text: withInSource('    enabled: false\n'),
    faults: ['3:3: sources are all disabled; remove `enabled: false` from one'],
  },
  {
    title: 'two sources of one id',
    text: head + src + '  - {id: a, file: b.csv, prompt: text}\n' + arg,
    faults: ['6:10: sources[1].id is `a`, which sources[0] has already; give it another id'],
  },
  {
    title: 'an id with a slash',
    text: head + 'sources:\n  - {id: a/b, file: a.csv, prompt: text}\n' + arg,
    faults: ['3:10: sources[0].id is `a/b`; allowed: a name of letters, digits, _ . and -'],
  },
  {
    title: 'file beside hub',
    text: withInSource('    hub: o/d\n    path: a.csv\n'),
    faults: ['6:10: sources[0].hub stands beside file; keep one of the two'],
  },
  {
    title: 'neither file nor hub',
    text: head + 'sources:\n  - {id: a, prompt: text}\n' + arg,
    faults: ['3:5: sources[0] says neither file nor hub; add one of the two'],
  },
  {
    title: 'a mistyped file is not also told as missing',
    text: head + 'sources:\n  - {id: a, fil: a.csv, prompt: text}\n' + arg,
    faults: ['3:13: sources[0].fil is not a key; did you mean `file`?'],
  },
  {
    title: 'hub without path',
    text: head + 'sources:\n  - {id: a, hub: o/d, prompt: text}\n' + arg,
    faults: ['3:5: sources[0].path is missing; say which files of the dataset to read'],
  },
  {
    title: 'revision without hub',
    text: withInSource('    revision: main\n'),
    faults: ['6:15: sources[0].revision belongs to hub, and this source reads file; remove it'],
  },
  {
    title: 'a file by address',
    text: head + 'sources:\n  - {id: a, file: [x.csv, "https://x.org/a.csv"], prompt: text}\n' + arg,
    faults: [
      '3:27: sources[0].file[1] is an address; download the file first, or name a Hub dataset with hub and path',
    ],
  },
  {
    title: 'a delimiter of two characters',
    text: withInSource('    delimiter: "||"\n'),
    faults: ['6:16: sources[0].delimiter is `"||"`; allowed: one character, or tab'],
  },
  {
    title: 'an empty list of columns',
    text: head + 'sources:\n  - {id: a, file: a.csv, prompt: []}\n' + arg,
    faults: ['3:34: sources[0].prompt is `[]`; allowed: a list of at least one column or path'],
  },
  {
    title: 'an unknown kind',
    text: withInSource('    kind: robot\n'),
    faults: ['6:11: sources[0].kind is `robot`; allowed: human, synthetic, unknown, or {column, map}'],
  },
  {
    title: 'an unknown kind in a map',
    text: withInSource('    kind: {column: k, map: {1: humn}}\n'),
    faults: ['6:32: sources[0].kind.map.1 is `humn`; allowed: human, synthetic, unknown'],
  },
  {
    title: 'take of zero',
    text: withInSource('    take: 0\n'),
    faults: ['6:11: sources[0].take is `0`; allowed: a whole number of prompts from 1, or all'],
  },
  {
    title: 'take of some',
    text: withInSource('    take: some\n'),
    faults: ['6:11: sources[0].take is `some`; allowed: a whole number of prompts from 1, or all'],
  },
  {
    title: 'a list in a where',
    text: withInSource('    where: {lang: [[en]]}\n'),
    faults: ['6:20: sources[0].where.lang[0] is `[en]`; allowed: a text, number, true, false or null'],
  },
  {
    title: 'metadata in capitals',
    text: withInSource('    metadata: {Lang: lang}\n'),
    faults: ['6:16: sources[0].metadata.Lang is not a name; allowed: a name of lower-case letters, digits, _ and -'],
  },
  {
    title: 'metadata under a name of prank',
    text: withInSource('    metadata: {source: origin}\n'),
    faults: ['6:16: sources[0].metadata.source is a name that prank fills in itself; carry it under another name'],
  },
  {
    title: 'bounds of length in the wrong order',
    text: ok + 'build:\n  length: {min: 100, max: 10}\n',
    faults: ['8:11: build.length has min 100 above max 10; give both, the smaller one as min'],
  },
  {
    title: 'min above the default max',
    text: ok + 'build:\n  length: {min: 5000}\n',
    faults: ['8:11: build.length has min 5000 above max 4000; give both, the smaller one as min'],
  },
  {
    title: 'a pattern that does not compile',
    text: ok + 'build:\n  drop: ["(?i)fine", "(open"]\n',
    faults: ['8:22: build.drop[1] is not a regular expression: Unterminated group'],
  },
  {
    title: 'patterns that Unicode mode does not know, or of nothing but flags',
    text: ok + 'build:\n  drop: ["(?i)", "(?x)a", "\\\\-"]\n',
    faults: [
      '8:10: build.drop[0] is not a regular expression: it is empty and would drop every prompt',
      '8:18: build.drop[1] is not a regular expression: Invalid group',
      '8:27: build.drop[2] is not a regular expression: Invalid escape',
    ],
  },
  {
    title: 'a threshold above one',
    text: ok + 'build:\n  near_duplicates: 1.5\n',
    faults: ['8:20: build.near_duplicates is `1.5`; allowed: a number above 0, at most 1'],
  },
  {
    title: 'near_duplicates switched on',
    text: ok + 'build:\n  near_duplicates: true\n',
    faults: [
      '8:20: build.near_duplicates is `true`; allowed: a number above 0, at most 1, or false, or {words, threshold}',
    ],
  },
  {
    title: 'a share without the size of the whole',
    text: withInSource('    share: 0.5\n'),
    faults: ['6:12: sources[0].share needs the size of the whole; add build: {size: 10000}, or say take'],
  },
  {
    title: 'a share beside take',
    text: withInSource('    share: 0.5\n    take: 5\n') + 'build: {size: 10}\n',
    faults: ['6:12: sources[0].share stands beside take; keep one of the two'],
  },
  {
    title: 'sources that ask for more than the whole',
    text: withInSource('    take: 50\n') + 'build: {size: 10}\n',
    faults: ['8:15: build.size is 10, and the sources ask for 50; raise it, or lower take'],
  },
  {
    title: 'sources that give less than the whole',
    text: withInSource('    share: 0.2\n') + 'build: {size: 10}\n',
    faults: [
      '8:15: build.size is 10, and the sources give only 2; let shares sum to 1, or leave take out of a source that may fill up the rest',
    ],
  },
  {
    title: 'shares of strata that do not sum to 1',
    text: withInSource('    strata: {by: lang, shares: {en: 0.5, de: 0.2}}\n'),
    faults: ['6:32: sources[0].strata.shares sum to 0.7; let them sum to 1'],
  },
  {
    title: 'a column that names people',
    text: withInSource('    metadata: {who: meta.contributor}\n'),
    faults: [
      '6:21: sources[0].metadata.who carries `meta.contributor`, which names people; remove it: prompts carry no personal data',
    ],
  },
  {
    title: 'what must not be in the dataset, from nowhere',
    text: ok + 'build:\n  exclude:\n    - prompt: text\n    - {hub: a/b, prompt: text}\n',
    faults: [
      '9:7: build.exclude[0] says neither file nor hub; add one of the two',
      '10:7: build.exclude[1].path is missing; say which files of the dataset to read',
    ],
  },
  {
    title: 'a language by its name',
    text: ok + 'build: {language: english}\n',
    faults: ['7:19: build.language is `english`; allowed: a language such as en (ISO 639-1)'],
  },
  {
    title: 'an empty section',
    text: ok + 'build:\n  # pii: keep\n',
    faults: [
      '7:7: build is empty; needed: a section with size, length, drop, near_duplicates, language, pii, exclude, and more',
    ],
  },
  {
    title: 'a question that Argilla uses itself',
    text: ok + 'task:\n  question: {name: status}\n',
    faults: ['8:20: task.question.name is `status`, which Argilla uses itself; choose another, such as quality'],
  },
  {
    title: 'a question in capitals',
    text: ok + 'task:\n  question: {name: Quality}\n',
    faults: ['8:20: task.question.name is `Quality`; allowed: a name of lower-case letters, digits, _ and -'],
  },
  {
    title: 'one value',
    text: ok + 'task:\n  question: {values: [1]}\n',
    faults: ['8:22: task.question.values is `[1]`; allowed: 2 to 11 whole numbers from 0 to 10'],
  },
  {
    title: 'a value beyond ten',
    text: ok + 'task:\n  question: {values: [1, 11]}\n',
    faults: ['8:26: task.question.values[1] is `11`; allowed: a whole number from 0 to 10'],
  },
  {
    title: 'a value twice',
    text: ok + 'task:\n  question: {values: [1, 2, 1]}\n',
    faults: ['8:29: task.question.values[2] is `1` a second time; name every value once'],
  },
  {
    title: 'too few labels',
    text: ok + 'task:\n  question: {labels: [Bad, Good]}\n',
    faults: ['8:22: task.question.labels are 2 for 5 values; give one for each value, or none'],
  },
  {
    title: 'an overlap of zero',
    text: ok + 'task:\n  overlap: 0\n',
    faults: ['8:12: task.overlap is `0`; allowed: a whole number from 1'],
  },
  {
    title: 'a wave of a word',
    text: ok + 'task:\n  wave: everything\n',
    faults: ['8:9: task.wave is `everything`; allowed: a whole number of prompts from 1, auto, or all'],
  },
  {
    title: 'a workspace with a space',
    text: ok + 'task:\n  workspace: my team\n',
    faults: ['8:14: task.workspace is `my team`; allowed: letters, digits, _ and -'],
  },
  {
    title: 'metadata that no source carries',
    text: ok + 'task:\n  metadata: [source, lang]\n',
    faults: [
      '8:22: task.metadata[1] names `lang`, which no source carries; add it to the metadata of a source; known: source, kind, license, length',
    ],
  },
  {
    title: 'metadata twice',
    text: ok + 'task:\n  metadata: [source, source]\n',
    faults: ['8:22: task.metadata[1] names `source` a second time; name it once'],
  },
  {
    title: 'a length of terms',
    text: ok + 'task:\n  metadata: [{name: length, type: terms}]\n',
    faults: ['8:35: task.metadata[0].type is `terms`, and length is integer; leave type out'],
  },
  {
    title: 'visible metadata that is not sent',
    text: ok + 'task:\n  visible_metadata: [license]\n',
    faults: [
      '8:22: task.visible_metadata[0] names `license`, which task.metadata does not; add it there, or remove it here',
    ],
  },
  {
    title: 'two targets',
    text: head + src + 'argilla: {local: true, url: "https://x.org"}\n',
    faults: ['6:18: argilla.local stands beside url; keep one of space, url, local'],
  },
  {
    title: 'no target',
    text: head + src + 'argilla: {}\n',
    faults: ['6:10: argilla says none of space, url, local; add `local: true` to try it on this machine'],
  },
  {
    title: 'local switched off',
    text: head + src + 'argilla: {local: false}\n',
    faults: ['6:18: argilla.local is `false`; allowed: true'],
  },
  {
    title: 'hardware without a Space',
    text: head + src + 'argilla: {local: true, hardware: cpu-basic}\n',
    faults: ['6:34: argilla.hardware belongs to space, and there is none; remove it'],
  },
  {
    title: 'a choice of server without a Space',
    text: head + src + 'argilla: {url: "https://h", server: extralit}\n',
    faults: ['6:37: argilla.server belongs to space, and there is none; remove it'],
  },
  {
    title: 'a server that prank does not know',
    text: head + src + 'argilla: {space: o/s, server: label-studio}\n',
    faults: ['6:31: argilla.server is `label-studio`; allowed: argilla, extralit'],
  },
  {
    title: 'a sleep time on free hardware',
    text: head + src + 'argilla: {space: o/s, hardware: cpu-basic, sleep_hours: 2}\n',
    faults: ["6:57: argilla.sleep_hours can't be set on cpu-basic, which sleeps after 48 hours; remove it"],
  },
  {
    title: 'a sleep time below an hour',
    text: head + src + 'argilla: {space: o/s, sleep_hours: 0}\n',
    faults: ['6:36: argilla.sleep_hours is `0`; allowed: a whole number of hours from 1, or never'],
  },
  {
    title: 'the address of a database in the file',
    text: head + src + 'argilla: {space: o/s, database: {env: "postgresql://u:pw@h/db"}}\n',
    faults: [
      '6:39: argilla.database.env is `"postgresql://***@h/db"`; allowed: the name of a variable such as ARGILLA_DATABASE_URL',
    ],
  },
  {
    title: 'a Space without owner',
    text: head + src + 'argilla: {space: ranking}\n',
    faults: ['6:18: argilla.space is `ranking`; allowed: a Space on the Hub as owner/name'],
  },
  ...['o/My_Campaign..x', 'o/a--b', 'o-/a', 'o/a.', 'o/a.git'].map((space) => ({
    title: `the Space ${space}, a name that the Hub refuses`,
    text: `${head}${src}argilla: {space: ${space}}\n`,
    faults: [
      `6:18: argilla.space is \`${space}\`; allowed: a Space on the Hub as owner/name, without -- or .., not with - or . at an end, and not .git at the end`,
    ],
  })),
  {
    title: 'an address without https',
    text: head + src + 'argilla: {url: x.org}\n',
    faults: ['6:16: argilla.url is `x.org`; allowed: an address that begins with https:// or http://'],
  },
  {
    title: 'an address with a password',
    text: head + src + 'argilla: {url: "https://me:hunter22@x.org"}\n',
    faults: [
      '6:16: argilla.url has a user or password in it; remove them: an address with user and password belongs in .env, as ARGILLA_API_URL',
    ],
  },
  {
    title: 'an address with a password that no program can parse',
    text: head + src + 'argilla: {url: "me:hunter/22@x.org"}\n',
    faults: [
      '6:16: argilla.url is not an address; allowed: an address that begins with https:// or http://; an address with user and password belongs in .env, as ARGILLA_API_URL',
    ],
  },
  {
    title: 'a page of the Hub as the address',
    text: head + src + 'argilla: {url: "https://hf.co/spaces/me/x?logs=build"}\n',
    faults: ['6:16: argilla.url is a page of the Hugging Face Hub, not a server; write `space: me/x` instead of url'],
  },
  {
    title: 'an address with a query',
    text: head + src + 'argilla: {url: "https://x.org/?a=1"}\n',
    faults: ['6:16: argilla.url goes on with ? or #; give only the address of the server'],
  },
  {
    title: 'publish without license',
    text: ok + 'publish: {raters: omit}\n',
    faults: ['7:1: publish.license is missing; needed: the id of a licence such as cc-by-4.0, or {name, link}'],
  },
  {
    title: 'a mistyped licence of the release',
    text: ok + 'publish: {license: cc-by-40}\n',
    faults: [
      '7:20: publish.license is no licence that the Hub or SPDX has; did you mean `cc-by-4.0`? Otherwise write {name: …, link: https://…} for terms of your own',
    ],
  },
  {
    title: 'a licence of the release that nobody knows',
    text: ok + 'publish: {license: terms of our own house}\n',
    faults: [
      '7:20: publish.license is no licence that the Hub or SPDX has; write {name: …, link: https://…} for terms of your own',
    ],
  },
  {
    title: 'own terms without their text',
    text: ok + 'publish: {license: {name: ours, link: "javascript:alert(1)"}}\n',
    faults: [
      '7:39: publish.license.link is `"javascript:alert(1)"`; allowed: an address that begins with https:// or http://',
    ],
  },
  {
    title: 'own terms under the name of a licence',
    text: ok + 'publish: {license: {name: MIT, link: "https://example.org"}}\n',
    faults: ['7:27: publish.license.name is a licence that needs no link; write `license: mit` instead'],
  },
  {
    title: 'backup into the release',
    text: ok + 'publish: {license: mit, dataset: o/D, backup: o/d}\n',
    faults: ['7:47: publish.backup is the dataset that is published; choose another one: a backup is private'],
  },
  {
    title: 'a dashboard in the Space of Argilla',
    text: head + src + 'argilla: {space: o/s}\npublish: {license: mit, dashboard: {space: O/S}}\n',
    faults: ['7:44: publish.dashboard.space is the Space that Argilla runs in; choose another one'],
  },
  {
    title: 'a dashboard that is no Space',
    text: ok + 'publish: {license: mit, dashboard: true}\n',
    faults: [
      '7:36: publish.dashboard is `true`; allowed: a Space on the Hub as owner/name, or {space, leaderboard, opt_out}',
    ],
  },
  {
    title: 'a leaderboard without rows',
    text: ok + 'publish: {license: mit, dashboard: {leaderboard: 0, optout: [ada]}}\n',
    faults: [
      '7:50: publish.dashboard.leaderboard is `0`; allowed: a whole number of raters from 1 to 1000, or false',
      '7:53: publish.dashboard.optout is not a key; did you mean `opt_out`?',
    ],
  },
  {
    title: 'an export that there is not',
    text: ok + 'publish: {license: mit, exports: {pairs: true, topp: true}}\n',
    faults: [
      '7:35: publish.exports.pairs is not a key; allowed: top, preferences',
      '7:48: publish.exports.topp is not a key; did you mean `top`?',
    ],
  },
  {
    title: 'an export of a word',
    text: ok + 'publish: {license: mit, exports: {top: best, preferences: 500}}\n',
    faults: [
      '7:40: publish.exports.top is `best`; allowed: true, false, or {score, certainty}',
      '7:59: publish.exports.preferences is `500`; allowed: true, false, or {max, within}',
    ],
  },
  {
    title: 'exports of nothing but a word',
    text: ok + 'publish: {license: mit, exports: true}\n',
    faults: ['7:34: publish.exports is `true`; allowed: a section with top and preferences'],
  },
  {
    title: 'a mistyped key of an export',
    text: ok + 'publish: {license: mit, exports: {top: {certainly: 0.9}, preferences: {maximum: 5}}}\n',
    faults: [
      '7:41: publish.exports.top.certainly is not a key; did you mean `certainty`?',
      '7:72: publish.exports.preferences.maximum is not a key; allowed: max, within',
    ],
  },
  {
    title: 'exports that are too sure, too many, of strange groups',
    text: ok + 'publish: {license: mit, exports: {top: {certainty: 90}, preferences: {max: 0, within: topic}}}\n',
    faults: [
      '7:52: publish.exports.top.certainty is `90`; allowed: a number from 0.5 to 0.999',
      '7:76: publish.exports.preferences.max is `0`; allowed: a whole number of pairs from 1 to 1000000',
      '7:87: publish.exports.preferences.within is `topic`; allowed: any, source, kind',
    ],
  },
  {
    title: 'an export above the scale',
    text: ok + 'publish: {license: mit, exports: {top: {score: 5.5}}}\n',
    faults: [
      "7:48: publish.exports.top.score is 5.5, and the question's scale goes from 1 to 5; choose a score on the scale",
    ],
  },
  {
    title: 'an export below the scale that is written',
    text: ok + 'task: {question: {values: [10, 2]}}\npublish: {license: mit, exports: {top: {score: 1}}}\n',
    faults: [
      "8:48: publish.exports.top.score is 1, and the question's scale goes from 2 to 10; choose a score on the scale",
    ],
  },
  {
    title: 'a key of Argilla',
    text: head + src + 'argilla: {local: true, api_key: argilla.apikey}\n',
    faults: [
      '6:24: argilla.api_key is a secret and must not stand in this file; put ARGILLA_API_KEY into .env or the environment, and HF_TOKEN into the environment',
    ],
  },
  {
    title: 'a token of the Hub',
    text: ok + 'hf_token: hf_abcdefghijklmnopqrstuvwxyz\n',
    faults: [
      '7:1: hf_token is a secret and must not stand in this file; put ARGILLA_API_KEY into .env or the environment, and HF_TOKEN into the environment',
      '7:11: the file holds an access token of the Hub, which must not stand in this file; put it into HF_TOKEN in the environment, and revoke it when it was ever shared',
    ],
  },
  {
    title: 'a token of the Hub in a comment',
    text: ok + '# hf_abcdefghijklmnopqrstuvwxyz\n',
    faults: [
      '7:3: the file holds an access token of the Hub, which must not stand in this file; put it into HF_TOKEN in the environment, and revoke it when it was ever shared',
    ],
  },
  {
    title: 'a token of the Hub as a value',
    text: ok + 'publish: {license: mit, dataset: hf_abcdefghijklmnopqrstuvwxyz}\n',
    faults: [
      '7:34: the file holds an access token of the Hub, which must not stand in this file; put it into HF_TOKEN in the environment, and revoke it when it was ever shared',
      '7:34: publish.dataset is `***`; allowed: a dataset on the Hub as owner/name',
    ],
  },
  {
    title: 'a variable of the shell stays text',
    text: ok + 'publish: {license: mit, dataset: "${ORG}/d"}\n',
    faults: ['7:34: publish.dataset is `"${ORG}/d"`; allowed: a dataset on the Hub as owner/name'],
  },
  {
    title: 'a key named __proto__',
    text: ok + '__proto__: {a: 1}\n',
    faults: ['7:1: __proto__ is not a key; allowed: name, id, seed, sources, build, task, argilla, publish'],
  },
  {
    title: 'nesting without end',
    text: ok + 'build: ' + '['.repeat(5000) + '\n',
    faults: ['7:825: the file is nested too deeply here'],
  },
  {
    title: 'indentation without end',
    text: ok + 'build:\n' + ' '.repeat(300) + 'a: 1\n',
    faults: ['8:1: the file is indented by more than 200 spaces here'],
  },
  {
    title: 'many faults at once',
    text: 'name: my campaign\nsources:\n  - {id: a, file: a.csv, prompt: text, take: -1, kind: bot}\n  - {id: a, file: b.csv, hub: o/d, prompt: text}\nbuild: {pii: drop}\nargila: {local: true}\n',
    faults: [
      '1:1: argilla is missing; needed: a section with space, url or local',
      '1:7: name is `my campaign`; allowed: 1 to 96 letters, digits, _ and -, first a letter or digit',
      '3:46: sources[0].take is `-1`; allowed: a whole number of prompts from 1, or all',
      '3:56: sources[0].kind is `bot`; allowed: human, synthetic, unknown, or {column, map}',
      '4:5: sources[1].path is missing; say which files of the dataset to read',
      '4:10: sources[1].id is `a`, which sources[0] has already; give it another id',
      '4:31: sources[1].hub stands beside file; keep one of the two',
      '6:1: argila is not a key; did you mean `argilla`?',
    ],
  },
];
