/**
 * Conversations in which Extralit responds differently from Argilla, with what differs. prank needs none of it. By name;
 * everything else must be the same on both, apart from additions and the words of errors.
 */
export const extralitDifferences: Readonly<Record<string, string>> = {
  'what is open to all': 'the version, and the name of a section of the settings',
  'workspaces are made by the owner, looked into by members': 'admins may make workspaces, too',
  'a field is changed and deleted in a draft, kept when published': 'a PATCH of a text field must say `use_table`',
  'questions that do not fit': 'a label question may have one option',
  'labels keep their values when their texts change': 'labels may be added and removed',
  'a rating is a JSON integer of the list (bulk)': 'an object as a value is reported per answer, not for the request',
};

/** Keys that Extralit adds to Argilla's responses. */
export const extralitAdditions: ReadonlySet<string> = new Set([
  'reference',
  'mapping',
  'current_schema_version_id',
  'use_table',
  'columns',
  'strict',
]);
