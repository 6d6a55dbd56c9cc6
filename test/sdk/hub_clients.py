"""The official clients of the Hub against a Hub: repositories, Spaces, datasets, and Argilla's way in and out.

    HF_ENDPOINT=… HF_TOKEN=… HF_HOME=… HF_HUB_DISABLE_XET=1 python hub_clients.py
    ARGILLA_API_URL=… ARGILLA_API_KEY=…      also takes an Argilla dataset to the Hub and back

Prints what it does, and fails with an AssertionError at the first unexpected thing.
"""

import hashlib
import io
import os
import time
import uuid
from pathlib import Path

import datasets
from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationDelete,
    HfApi,
    Volume,
    hf_hub_download,
    snapshot_download,
)
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

TEMPLATE = "argilla/argilla-template-space"
CARD = "---\nlicense: cc-by-4.0\ntags: [rating]\n---\n# Ratings\n"

api = HfApi()


def fails_with(error: type, call) -> HfHubHTTPError:
    try:
        call()
    except error as raised:
        return raised
    raise AssertionError(f"{error.__name__} was expected")


def check_account() -> str:
    me = api.whoami()
    assert me["type"] == "user" and me["auth"]["accessToken"]["role"] == "write"
    return me["name"]


def check_repository(repo: str) -> None:
    url = api.create_repo(repo, repo_type="dataset", private=True)
    assert url.repo_id == repo and url.repo_type == "dataset"
    assert api.create_repo(repo, repo_type="dataset", exist_ok=True).repo_id == repo
    fails_with(HfHubHTTPError, lambda: api.create_repo(repo, repo_type="dataset"))
    assert api.repo_exists(repo, repo_type="dataset") and not api.repo_exists(f"{repo}-none", repo_type="dataset")
    fails_with(RepositoryNotFoundError, lambda: api.dataset_info(f"{repo}-none"))
    api.auth_check(repo, repo_type="dataset")
    info = api.dataset_info(repo)
    assert info.private and [sibling.rfilename for sibling in info.siblings] == [".gitattributes"]
    api.update_repo_settings(repo, repo_type="dataset", private=False)
    assert not api.dataset_info(repo).private


def check_commits(repo: str) -> None:
    start = api.dataset_info(repo).sha
    binary = os.urandom(300_000)
    made = api.create_commit(
        repo,
        [
            CommitOperationAdd("README.md", CARD.encode()),
            CommitOperationAdd("data/part.bin", binary),
            CommitOperationAdd("notes/a.txt", b"one"),
            CommitOperationAdd("notes/empty.txt", b""),
        ],
        commit_message="Add files",
        commit_description="run 1",
        repo_type="dataset",
        parent_commit=start,
    )
    assert api.dataset_info(repo).sha == made.oid
    stale = fails_with(
        HfHubHTTPError,
        lambda: api.create_commit(
            repo,
            [CommitOperationAdd("late.txt", b"x")],
            commit_message="Late",
            repo_type="dataset",
            parent_commit=start,
        ),
    )
    assert stale.response.status_code == 412
    # Unchanged content makes no commit.
    again = api.create_commit(
        repo, [CommitOperationAdd("data/part.bin", binary)], commit_message="Again", repo_type="dataset"
    )
    assert again.oid == made.oid
    api.upload_file(
        path_or_fileobj=io.BytesIO(b"two"), path_in_repo="notes/b.txt", repo_id=repo, repo_type="dataset"
    )
    commits = api.list_repo_commits(repo, repo_type="dataset")
    assert [commit.title for commit in commits][1:] == ["Add files", "initial commit"]
    assert commits[1].message == "run 1" and commits[1].commit_id == made.oid
    broken = CommitOperationAdd("README.md", b"---\ntags: [a\n---\n")
    fails_with(
        ValueError, lambda: api.create_commit(repo, [broken], commit_message="Broken", repo_type="dataset")
    )


def check_reading(repo: str) -> None:
    entries = {entry.path: entry for entry in api.list_repo_tree(repo, recursive=True, repo_type="dataset", expand=True)}
    assert set(entries) == {
        ".gitattributes",
        "README.md",
        "data",
        "data/part.bin",
        "notes",
        "notes/a.txt",
        "notes/b.txt",
        "notes/empty.txt",
    }
    assert entries["notes/a.txt"].blob_id == hashlib.sha1(b"blob 3\0one").hexdigest()
    assert entries["data/part.bin"].lfs.size == 300_000
    assert entries["notes/b.txt"].last_commit.title.startswith("Upload notes/b.txt")
    fails_with(EntryNotFoundError, lambda: list(api.list_repo_tree(repo, "none", repo_type="dataset")))
    paths = api.get_paths_info(repo, ["notes/a.txt", "notes", "none"], repo_type="dataset")
    assert [type(path).__name__ for path in paths] == ["RepoFile", "RepoFolder"]
    local = hf_hub_download(repo, "data/part.bin", repo_type="dataset")
    assert hashlib.sha256(Path(local).read_bytes()).hexdigest() == entries["data/part.bin"].lfs.sha256
    assert Path(hf_hub_download(repo, "notes/empty.txt", repo_type="dataset")).read_bytes() == b""
    fails_with(EntryNotFoundError, lambda: hf_hub_download(repo, "none.txt", repo_type="dataset"))
    fails_with(
        RevisionNotFoundError, lambda: hf_hub_download(repo, "notes/a.txt", repo_type="dataset", revision="v9")
    )
    folder = Path(snapshot_download(repo, repo_type="dataset"))
    assert (folder / "notes/b.txt").read_text() == "two"
    assert snapshot_download(repo, repo_type="dataset") == str(folder)


def check_refs(repo: str) -> None:
    head = api.dataset_info(repo).sha
    api.create_tag(repo, tag="v1", tag_message="First", repo_type="dataset")
    conflict = fails_with(HfHubHTTPError, lambda: api.create_tag(repo, tag="v1", repo_type="dataset"))
    assert conflict.response.status_code == 409
    fails_with(RevisionNotFoundError, lambda: api.create_tag(repo, tag="v2", revision="none", repo_type="dataset"))
    api.delete_file("notes/a.txt", repo, repo_type="dataset")
    delete = CommitOperationDelete("notes/", is_folder=True)
    api.create_commit(repo, [delete], commit_message="Drop notes", repo_type="dataset")
    assert api.list_repo_files(repo, repo_type="dataset") == [".gitattributes", "README.md", "data/part.bin"]
    assert "notes/a.txt" in api.list_repo_files(repo, repo_type="dataset", revision="v1")
    api.create_branch(repo, branch="try", revision="v1", repo_type="dataset")
    proposal = api.create_commit(
        repo,
        [CommitOperationAdd("proposal.txt", b"x")],
        commit_message="Propose",
        repo_type="dataset",
        create_pr=True,
    )
    assert proposal.pr_num == 1
    refs = api.list_repo_refs(repo, repo_type="dataset", include_pull_requests=True)
    assert [(tag.name, tag.target_commit) for tag in refs.tags] == [("v1", head)]
    assert {branch.name for branch in refs.branches} == {"main", "try"}
    assert [ref.ref for ref in refs.pull_requests] == ["refs/pr/1"]
    api.merge_pull_request(repo, 1, repo_type="dataset")
    assert "proposal.txt" in api.list_repo_files(repo, repo_type="dataset")
    assert [found.status for found in api.get_repo_discussions(repo, repo_type="dataset")] == ["merged"]
    api.super_squash_history(repo, repo_type="dataset")
    assert len(api.list_repo_commits(repo, repo_type="dataset")) == 1


def check_folder(repo: str, folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "README.md").write_text(CARD)
    (folder / "data/x.parquet").write_bytes(os.urandom(2_000))
    (folder / "data/large.bin").write_bytes(os.urandom(3_000_000))
    first = api.upload_folder(repo_id=repo, folder_path=folder, repo_type="dataset", commit_message="Folder")
    second = api.upload_folder(repo_id=repo, folder_path=folder, repo_type="dataset", commit_message="Folder")
    assert first.oid == second.oid == api.dataset_info(repo).sha
    local = hf_hub_download(repo, "data/large.bin", repo_type="dataset")
    assert Path(local).read_bytes() == (folder / "data/large.bin").read_bytes()


def check_space(owner: str) -> None:
    space, bucket = f"{owner}/clients-space", f"{owner}/clients-bucket"
    api.create_bucket(bucket, private=True)
    api.create_bucket(bucket, exist_ok=True)
    assert api.bucket_info(bucket).private
    volumes = [Volume(type="bucket", source=bucket, mount_path="/data")]
    url = api.duplicate_repo(
        TEMPLATE,
        space,
        repo_type="space",
        space_secrets=[{"key": "API_KEY", "value": "owner-key-of-the-clients"}],
        space_variables=[{"key": "WORKSPACE", "value": "clients"}],
        space_volumes=volumes,
    )
    assert url.repo_id == space
    assert api.duplicate_repo(TEMPLATE, space, repo_type="space", exist_ok=True).repo_id == space
    wait_until_running(space)
    assert api.get_space_runtime(space).volumes == volumes
    assert api.get_space_variables(space)["WORKSPACE"].value == "clients"
    api.add_space_secret(space, "PASSWORD", "password-of-the-clients")
    assert api.add_space_variable(space, "EXTRA", "1")["EXTRA"].value == "1"
    api.delete_space_variable(space, "EXTRA")
    api.request_space_hardware(space, "cpu-upgrade", sleep_time=3600)
    assert wait_until_running(space).sleep_time == 3600
    api.set_space_sleep_time(space, 7200)
    api.delete_space_volumes(space)
    api.set_space_volumes(space, volumes)
    assert api.pause_space(space).stage == "PAUSED"
    api.restart_space(space, factory_reboot=True)
    wait_until_running(space)
    info = api.space_info(space)
    assert info.sdk == "docker" and info.runtime.stage == "RUNNING" and info.host.startswith("http")
    api.delete_repo(space, repo_type="space")
    api.delete_bucket(bucket)


def wait_until_running(space: str):
    for _ in range(600):
        runtime = api.get_space_runtime(space)
        if runtime.stage == "RUNNING":
            return runtime
        assert "ERROR" not in runtime.stage, runtime.raw
        time.sleep(0.1)
    raise AssertionError(f"{space} does not run: {runtime.raw}")


def check_datasets(owner: str) -> None:
    repo = f"{owner}/clients-rows"
    rows = [{"id": f"p{number}", "prompt": f"Prompt {number}", "mean": number / 7} for number in range(50)]
    datasets.Dataset.from_list(rows).push_to_hub(repo, "ranked", max_shard_size="1KB")
    datasets.Dataset.from_list(rows[:5]).push_to_hub(repo, "raw")
    loaded = datasets.load_dataset(repo, "ranked", split="train")
    assert loaded.to_list() == rows
    assert datasets.get_dataset_config_names(repo) == ["ranked", "raw"]
    head = api.dataset_info(repo).sha
    assert datasets.load_dataset(repo, "raw", revision=head, split="train").num_rows == 5
    api.delete_repo(repo, repo_type="dataset")


def check_argilla(owner: str, url: str, key: str) -> None:
    import argilla as rg

    suffix = uuid.uuid4().hex[:8]
    repo = f"{owner}/clients-argilla-{suffix}"
    client = rg.Argilla(api_url=url, api_key=key)
    workspace = rg.Workspace(name=f"clients-{suffix}", client=client).create()
    settings = rg.Settings(
        fields=[rg.TextField(name="prompt")], questions=[rg.RatingQuestion(name="quality", values=[1, 2, 3, 4, 5])]
    )
    dataset = rg.Dataset(name="ratings", workspace=workspace, settings=settings, client=client).create()
    dataset.records.log([rg.Record(id=f"p{number}", fields={"prompt": f"Prompt {number}"}) for number in range(20)])
    dataset.to_hub(repo)
    assert ".argilla/settings.json" in api.list_repo_files(repo, repo_type="dataset")
    copy = rg.Dataset.from_hub(repo, name="copy", workspace=workspace, client=client, settings="auto")
    assert [record.id for record in copy.records] == [f"p{number}" for number in range(20)]
    for made in (copy, dataset):
        made.delete()
    workspace.delete()
    api.delete_repo(repo, repo_type="dataset")


def main() -> None:
    owner = check_account()
    repo = f"{owner}/clients-files"
    print("account")
    for name, check in (
        ("repository", check_repository),
        ("commits", check_commits),
        ("reading", check_reading),
        ("refs", check_refs),
    ):
        check(repo)
        print(name)
    check_folder(repo, Path(os.environ["HF_HOME"]) / "folder-to-upload")
    print("folder")
    api.delete_repo(repo, repo_type="dataset")
    check_space(owner)
    print("space")
    check_datasets(owner)
    print("datasets")
    if "ARGILLA_API_URL" in os.environ:
        check_argilla(owner, os.environ["ARGILLA_API_URL"], os.environ["ARGILLA_API_KEY"])
        print("argilla")


if __name__ == "__main__":
    main()
