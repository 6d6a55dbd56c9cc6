/** The Spaces from which others are made, as their public copies look. */
export const argillaTemplate = 'argilla/argilla-template-space';
export const extralitTemplate = 'extralit/public-demo';

export function makeTemplateFiles({ hfOauth }: { hfOauth: boolean }): Record<string, string> {
  const oauthLine = hfOauth ? 'hf_oauth: true\n' : '';
  return {
    '.oauth.yaml': `# This attribute is used to enable or disable the Hugging Face OAuth2 provider.
# Workspaces must exist before users can be added to them.
providers:
  - name: huggingface

allowed_workspaces:
  - name: argilla
`,
    Dockerfile: `FROM argilla/argilla-hf-spaces:v2.8.0

COPY .oauth.yaml /home/argilla/

# ENV ARGILLA_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING=false
`,
    'README.md': `---
title: Argilla Template Space
emoji: 🏷️
colorFrom: purple
colorTo: red
sdk: docker
app_port: 6900
fullWidth: true
tags:
  - argilla
${oauthLine}---

Duplicate this Space to have an Argilla of your own.
`,
  };
}

/** Extralit's own demo, which its documentation says to copy. Its sign-in is off, and it has no tag `argilla`. */
export const extralitTemplateFiles: Record<string, string> = {
  '.oauth.yaml': `enabled: true

providers:
  - name: huggingface

allowed_workspaces:
  - name: itn-recalibration
  - name: extralit
`,
  Dockerfile: `FROM extralit/extralit-hf-space:latest

COPY .oauth.yaml /home/extralit/

ENV EXTRALIT_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING=false
`,
  'README.md': `---
title: Extralit
sdk: docker
pinned: true
app_port: 6900
fullWidth: true
hf_oauth: false
tags: [data extraction]
---

A demo of Extralit.
`,
};
