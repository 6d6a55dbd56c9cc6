import { softwareNames } from '../../argilla/version.ts';
import type { ServerSoftware } from '../../model.ts';

/** How a Space with one server differs from a Space with the other. */
export interface SpaceSoftware {
  name: string;
  /** The Space that others are copies of, made by the server's authors. */
  template: string;
  /** How its README is titled. */
  templateTitle: string;
  /** Its `.oauth.yaml` lets people into these workspaces. */
  templateWorkspaces: readonly string[];
  /** The secret that signs sessions. */
  authSecret: string;
  /** The secret that holds the address of an external database. */
  databaseSecret: string;
  /** The variable that turns off a warning about lost data. */
  storageWarning: string;
  /** The line of a Dockerfile that shows for sure what a Space runs. */
  image: RegExp;
}

const storageWarning = 'SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING';

export const spaceSoftware: Readonly<Record<ServerSoftware, SpaceSoftware>> = {
  argilla: {
    name: softwareNames.argilla,
    template: 'argilla/argilla-template-space',
    templateTitle: 'Argilla Template Space',
    templateWorkspaces: ['argilla'],
    authSecret: 'ARGILLA_AUTH_SECRET_KEY',
    databaseSecret: 'ARGILLA_DATABASE_URL',
    storageWarning: `ARGILLA_${storageWarning}`,
    image: /^\s*FROM\s+\S*argilla\/argilla/imu,
  },
  extralit: {
    name: softwareNames.extralit,
    template: 'extralit/public-demo',
    templateTitle: 'Extralit',
    templateWorkspaces: ['extralit', 'itn-recalibration'],
    authSecret: 'EXTRALIT_AUTH_SECRET_KEY',
    databaseSecret: 'EXTRALIT_DATABASE_URL',
    storageWarning: `EXTRALIT_${storageWarning}`,
    // Their previews come from extralitdev, and the first versions were still called argilla.
    image: /^\s*FROM\s+\S*extralit(?:dev)?\/(?:extralit|argilla)/imu,
  },
};

/** What a new Space runs unless prank.yaml says otherwise. */
export const usualServer: ServerSoftware = 'argilla';

/** What a Dockerfile builds on; null = something else. */
export function recognizeImage(dockerfile: string): ServerSoftware | null {
  if (spaceSoftware.extralit.image.test(dockerfile)) return 'extralit';
  return spaceSoftware.argilla.image.test(dockerfile) ? 'argilla' : null;
}

/** Whether a secret holds the address of an external database. */
export function isDatabaseSecret(key: string): boolean {
  return Object.values(spaceSoftware).some(({ databaseSecret }) => databaseSecret === key);
}
