"""The official client against a server: a campaign's dataset from settings to deletion.

    python sdk_roundtrip.py URL OWNER_KEY

Prints what it does, and fails with an AssertionError at the first unexpected thing.
"""

import json
import sys
import urllib.parse
import urllib.request
import uuid

import argilla as rg

RECORDS = 1_200
ANSWERED = 30
PASSWORD = "correct horse"


def log_in(url: str, username: str) -> str:
    """A rater's token, obtained like their browser does."""
    form = urllib.parse.urlencode({"username": username, "password": PASSWORD}).encode()
    with urllib.request.urlopen(f"{url}/api/v1/token", data=form) as response:
        return json.load(response)["access_token"]


def answer_over_http(url: str, token: str, record_id: str, value: int) -> None:
    """Answers as a rater's browser does; the client has no call for it."""
    body = json.dumps({"status": "submitted", "values": {"rating": {"value": value}}}).encode()
    request = urllib.request.Request(
        f"{url}/api/v1/records/{record_id}/responses",
        data=body,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Connection": "close"},
    )
    with urllib.request.urlopen(request) as response:
        assert response.status == 201, response.status


def make_settings() -> rg.Settings:
    return rg.Settings(
        guidelines="# How to rate\nRead the prompt, then choose.",
        fields=[rg.TextField(name="prompt", title="Prompt", use_markdown=False)],
        questions=[
            rg.RatingQuestion(
                name="rating",
                title="How good is this prompt?",
                description="1 = Very bad, 2 = Bad, 3 = Ok, 4 = Good, 5 = Very good",
                values=[1, 2, 3, 4, 5],
            )
        ],
        metadata=[
            rg.TermsMetadataProperty(name="source", options=["human", "synthetic"], visible_for_annotators=False),
            rg.IntegerMetadataProperty(name="length", min=1, max=10_000),
            rg.FloatMetadataProperty(name="score", min=0.0, max=1.0),
        ],
        distribution=rg.TaskDistribution(min_submitted=2),
        allow_extra_metadata=False,
    )


def make_records() -> list:
    return [
        rg.Record(
            id=f"prompt-{number:04}",
            fields={"prompt": f"Prompt {number}: write {'a haiku' if number % 2 else 'an essay'} about topic{number} 😀"},
            metadata={
                "source": "human" if number % 3 else "synthetic",
                "length": number + 1,
                "score": number / RECORDS + 0.0001,
            },
            suggestions=[rg.Suggestion("rating", 4, score=0.5, agent="model-x", type="model")] if number < 5 else [],
        )
        for number in range(RECORDS)
    ]


def check_accounts(client: rg.Argilla, suffix: str) -> tuple:
    assert client.me.role == "owner"
    workspace = rg.Workspace(name=f"sdk-{suffix}", client=client).create()
    assert client.workspaces(f"sdk-{suffix}").id == workspace.id
    assert workspace.id in [known.id for known in client.workspaces]
    raters = []
    for name in ("ann", "bob"):
        rater = rg.User(
            username=f"{name}-{suffix}", first_name=name, role="annotator", password=PASSWORD, client=client
        ).create()
        rater.add_to_workspace(workspace)
        raters.append(rater)
    assert [user.username for user in workspace.users] == [rater.username for rater in raters]
    assert client.users(f"ann-{suffix}").id == raters[0].id
    return workspace, raters


def check_settings(client: rg.Argilla, workspace: rg.Workspace) -> rg.Dataset:
    dataset = rg.Dataset(name="ratings", workspace=workspace, settings=make_settings(), client=client).create()
    found = client.datasets("ratings", workspace=workspace)
    assert found.id == dataset.id
    settings = found.settings
    assert settings.guidelines.startswith("# How to rate")
    assert settings.distribution.min_submitted == 2
    assert settings.allow_extra_metadata is False
    assert settings.questions["rating"].values == [1, 2, 3, 4, 5]
    assert settings.questions["rating"].description.startswith("1 = Very bad")
    assert [field.name for field in settings.fields] == ["prompt"]
    assert {prop.name for prop in settings.metadata} == {"source", "length", "score"}
    assert list(settings.vectors) == []
    return found


def check_records(dataset: rg.Dataset) -> None:
    dataset.records.log(make_records())
    stored = list(dataset.records(with_suggestions=True))
    assert [record.id for record in stored] == [f"prompt-{number:04}" for number in range(RECORDS)]
    assert stored[7].metadata == {"source": "human", "length": 8, "score": 7 / RECORDS + 0.0001}
    assert stored[2].suggestions["rating"].value == 4
    assert stored[2].suggestions["rating"].score == 0.5
    # Logging the same again changes and adds nothing.
    dataset.records.log(make_records()[:300])
    assert len(list(dataset.records)) == RECORDS


def check_answers(url: str, dataset: rg.Dataset, raters: list) -> None:
    records = list(dataset.records)
    tokens = [log_in(url, rater.username) for rater in raters]
    for index, record in enumerate(records[:ANSWERED]):
        answer_over_http(url, tokens[0], record._server_id, index % 5 + 1)
        if index < ANSWERED // 2:
            answer_over_http(url, tokens[1], record._server_id, 5)
    answered = [record for record in dataset.records(with_responses=True) if len(record.responses["rating"]) > 0]
    assert len(answered) == ANSWERED
    values = {response.user_id: response.value for response in answered[1].responses["rating"]}
    assert values == {raters[0].id: 2, raters[1].id: 5}
    assert {record.status for record in answered[: ANSWERED // 2]} == {"completed"}
    assert answered[-1].status == "pending"


def check_queries(dataset: rg.Dataset) -> None:
    def count(**query) -> int:
        return len(list(dataset.records(rg.Query(**query))))

    assert count(query="haiku") == RECORDS // 2
    assert count(query="topic7") == 1
    assert count(query="ESSAY topic8") == 1
    assert count(filter=rg.Filter(("status", "==", "completed"))) == ANSWERED // 2
    assert count(filter=rg.Filter(("response.status", "==", "submitted"))) == ANSWERED
    assert count(filter=rg.Filter(("response.status", "==", "pending"))) == RECORDS - ANSWERED
    assert count(filter=rg.Filter(("rating.response", ">=", 5))) == ANSWERED // 2 + 3
    assert count(filter=rg.Filter(("metadata.source", "==", "synthetic"))) == RECORDS // 3
    assert count(filter=rg.Filter([("metadata.length", ">=", 10), ("metadata.length", "<=", 20)])) == 11
    assert count(filter=rg.Filter(("metadata.score", "<=", 0.01))) == 12
    assert count(filter=rg.Filter(("rating.suggestion", "==", 4))) == 5
    assert count(filter=rg.Filter(("id", "in", ["prompt-0003", "prompt-0900", "nope"]))) == 2


def check_progress(dataset: rg.Dataset, raters: list) -> None:
    done = ANSWERED // 2
    progress = dataset.progress(with_users_distribution=True)
    assert (progress["total"], progress["completed"], progress["pending"]) == (RECORDS, done, RECORDS - done)
    first = progress["users"][raters[0].username]
    assert first["completed"]["submitted"] == done
    assert first["pending"]["submitted"] == ANSWERED - done
    assert progress["users"][raters[1].username]["completed"]["submitted"] == done


def check_changes(client: rg.Argilla, dataset: rg.Dataset) -> None:
    settings = dataset.settings
    settings.guidelines = "Shorter."
    settings.questions["rating"].title = "How good?"
    settings.fields["prompt"].title = "The prompt"
    settings.metadata["length"].title = "Characters"
    settings.update()
    again = client.datasets("ratings", workspace=dataset.workspace).settings
    assert again.guidelines == "Shorter."
    assert again.questions["rating"].title == "How good?"
    assert again.fields["prompt"].title == "The prompt"
    assert again.metadata["length"].title == "Characters"
    assert again.distribution.min_submitted == 2

    record = next(iter(dataset.records(with_responses=True)))
    record.metadata["length"] = 77
    record.update()
    stored = next(iter(dataset.records(with_responses=True)))
    assert stored.metadata["length"] == 77
    assert len(stored.responses["rating"]) == 2


def check_deletion(client: rg.Argilla, dataset: rg.Dataset, workspace: rg.Workspace, raters: list) -> None:
    dataset.records.delete(list(dataset.records)[:200])
    assert len(list(dataset.records)) == RECORDS - 200
    assert dataset.progress()["total"] == RECORDS - 200
    dataset.delete()
    assert client.datasets("ratings", workspace=workspace) is None
    for rater in raters:
        rater.delete()
    workspace.delete()
    assert client.workspaces(workspace.name) is None


def main(url: str, key: str) -> None:
    client = rg.Argilla(api_url=url, api_key=key)
    suffix = uuid.uuid4().hex[:8]
    workspace, raters = check_accounts(client, suffix)
    print("accounts")
    dataset = check_settings(client, workspace)
    print("settings")
    check_records(dataset)
    print("records")
    check_answers(url, dataset, raters)
    print("answers")
    check_queries(dataset)
    print("queries")
    check_progress(dataset, raters)
    print("progress")
    check_changes(client, dataset)
    print("changes")
    check_deletion(client, dataset, workspace, raters)
    print("deletion")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
