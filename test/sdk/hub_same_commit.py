"""Makes a private dataset with one commit, like the other clients in hub-clients.real.ts. Arguments: repository, folder."""

import sys
from pathlib import Path

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi

repository, folder = sys.argv[1], Path(sys.argv[2])
api = HfApi()
api.create_repo(repository, repo_type="dataset", private=True, exist_ok=True)
parent = api.dataset_info(repository).sha
files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
operations = [CommitOperationAdd(path.relative_to(folder).as_posix(), path) for path in files]
api.create_commit(
    repository,
    [*operations, CommitOperationDelete("old.txt")],
    commit_message="Replace the files",
    repo_type="dataset",
    parent_commit=parent,
)
