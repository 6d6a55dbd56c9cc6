/** The Space from which others are made, as its public copies look. */
export const templateId = 'argilla/argilla-template-space';

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
