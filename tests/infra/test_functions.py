"""The functions: each with its own role, and allowed nothing it does not need."""

import json
from fnmatch import fnmatchcase

import pytest
import yaml

from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.domain.archive.exports import DATA
from chalicelib.domain.ballots.shelves import DEEDS
from chalicelib.domain.datasets import PACKAGE, SUMS
from chalicelib.edge.pages import FILES
from infra.api import INVOKE, uri
from infra.functions import POLICIES, Unpermitted, address, function, permitted, versioned

BALLOTS_KEY = {"Fn::GetAtt": ["BallotsKey", "Arn"]}
BALLOTS_TABLE = {"Fn::GetAtt": ["BallotsTable", "Arn"]}
DECISIONS = "/private/decisions/*"
EMPTIED = (DEEDS,)  # keys of ballots' table under which something is ever taken away


def test_every_function_has_a_role_and_a_log_of_its_own(functions, resources):
    for name, made in functions.items():
        assert made["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
        assert made["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Log"}}
        assert resources[f"{name}Log"]["Properties"]["RetentionInDays"]


def test_every_function_has_a_policy_and_every_policy_a_function(functions):
    written = [
        name
        for file in POLICIES.glob("*.yaml")
        if file.stem != "edge"  # what every page does
        for name in yaml.safe_load(file.read_text())
    ]

    assert sorted(written) == sorted(functions)


def test_a_function_that_nobody_permitted_anything_does_not_build():
    with pytest.raises(Unpermitted, match=r"site.yaml does not say what SiteSomething may do"):
        permitted("site", "SiteSomething")


@pytest.mark.parametrize(
    ("attribute", "needs"),
    [("level", lambda who: who.level > 1), ("ended_at", lambda who: who.signed_in)],
)
def test_who_has_a_door_for_programs_may_read_what_it_needs_of_people_and_nothing_else(
    statements, attribute, needs
):
    """How surely it is known who they are; since when roles of older tokens are over."""
    allowed = {
        name
        for name, said in statements.items()
        for statement in said
        if statement.get("Condition", {}).get("ForAllValues:StringEquals")
        == {"dynamodb:Attributes": ["entity", "part", attribute]}
    }

    assert allowed == {
        f"{capability.capitalize()}Api"
        for capability in CAPABILITIES
        for module in doors(capability)
        for door in module.doors
        if needs(door.who) and not door.is_page
    }


def test_of_people_whose_attributes_are_named_nothing_else_is_read(statements):
    conditions = [s.get("Condition", {}) for said in statements.values() for s in said]
    named = [each for each in conditions if "ForAllValues:StringEquals" in each]

    assert len(named) > 2
    for each in named:
        assert each["StringEqualsIfExists"] == {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}


def test_no_role_allows_everything_or_on_everything(statements):
    """The API's own functions may write under a prefix of a bucket; else nothing has a star."""
    said = [statement for allowed in statements.values() for statement in allowed]

    assert all(statement["Effect"] == "Allow" for statement in said)
    for statement in said:
        assert "*" not in json.dumps(statement["Action"])
        for resource in as_list(statement["Resource"]):
            assert stars_only_after_a_prefix(resource), resource


def as_list(value):
    return value if isinstance(value, list) else [value]


def stars_only_after_a_prefix(resource):
    """``…:::bucket/quarantine/*`` names the function's own prefix; ``*`` names nothing."""
    text = json.dumps(resource)
    if "*" not in text:
        return True
    named = resource.get("Fn::Sub", "") if isinstance(resource, dict) else ""
    bucket, _, prefix = named.partition(":::")[2].partition("/")
    return "*" not in bucket and prefix.count("*") == 1 and prefix.endswith("/*")


def test_a_policy_names_only_what_is_in_the_template(statements, resources):
    for name, allowed in statements.items():
        for resource in [r for statement in allowed for r in as_list(statement["Resource"])]:
            if isinstance(resource, dict) and "Fn::GetAtt" in resource:
                assert resource["Fn::GetAtt"][0] in resources, name


def test_only_the_relay_may_put_events_on_the_bus(statements):
    may = [name for name, said in statements.items() if "events:PutEvents" in json.dumps(said)]

    assert may == ["RelayPublish"]


def test_who_sends_messages_sends_several_at_once_in_the_embedded_cloud_as_well(statements):
    (sends,) = (s for s in statements["ComplaintsFindAlarms"] if "DeadlinesQueue" in json.dumps(s))

    locally, in_aws = sends["Action"]["Fn::If"][1:]
    assert set(in_aws) == {"sqs:GetQueueUrl", "sqs:SendMessage"}
    assert set(locally) - set(in_aws) == {"sqs:SendMessageBatch"}


def test_only_who_looks_at_photos_and_throws_them_away_knows_what_they_look_like(statements):
    looks = {"Fn::GetAtt": ["LooksTable", "Arn"]}
    may = {
        name: set(as_list(statement["Action"]))
        for name, said in statements.items()
        for statement in said
        if looks in as_list(statement["Resource"])
    }

    assert may == {
        "ComplaintsProcessPhoto": {"dynamodb:Query", "dynamodb:BatchWriteItem"},
        "ComplaintsDiscardPhotos": {"dynamodb:BatchWriteItem"},
    }


def test_nobody_may_scan(statements):
    assert not [name for name, said in statements.items() if "dynamodb:Scan" in json.dumps(said)]


def test_who_reads_a_secret_may_open_it(statements):
    """In AWS that takes the key as well; the embedded cloud gives a secret without asking it."""
    assert not [name for name, said in statements.items() if not may_open_what_it_reads(said)]


def test_a_secret_without_its_key_is_found_out():
    reads = {"Action": "ssm:GetParameter", "Resource": {"Fn::Sub": "…:parameter/veche/x/log-key"}}
    opens = {"Action": ["kms:Decrypt"], "Resource": BALLOTS_KEY}

    assert not may_open_what_it_reads([reads])
    assert not may_open_what_it_reads([reads, opens | {"Action": "kms:Encrypt"}])
    assert may_open_what_it_reads([reads, opens])


def may_open_what_it_reads(said):
    reads = [s for s in said if "ssm:GetParameter" in json.dumps(s["Action"])]
    opens = [s for s in said if "kms:Decrypt" in as_list(s["Action"])]
    return not reads or any(BALLOTS_KEY in as_list(s["Resource"]) for s in opens)


def test_who_raises_levels_alone_reads_what_documents_are_claimed_by(statements):
    reads = {name for name, said in statements.items() if "/document-key" in json.dumps(said)}

    assert reads == {"AccountsApi"}


def test_who_takes_votes_can_open_none(statements):
    """A ballot's key is encrypted in the name of the ballot, a secret in the name of its parameter
    (AWS KMS, «encryption context»): with the one nobody opens the other."""
    opens = [s for s in statements["BallotsApi"] if "kms:Decrypt" in as_list(s["Action"])]

    assert opens
    for statement in opens:
        only = statement["Condition"]["StringEquals"]["kms:EncryptionContext:PARAMETER_ARN"]
        assert [json.dumps(name).rpartition("/")[2] for name in only] == [
            'log-key"}',
            'voter-key"}',
        ]


def test_who_takes_votes_lists_neither_the_roll_nor_the_box(statements):
    said = json.dumps(statements["BallotsApi"])

    assert "${RollsTable.Arn}/index/ByVoter" in said
    assert "${RollsTable.Arn}/index/ByBallot" not in said
    assert "${VotesTable.Arn}/index/" not in said


def test_of_ballots_nothing_is_taken_away_but_their_places_on_shelves(statements):
    """Neither a ballot, nor what happened to it, nor a correction of its record."""
    takes_away = [
        (name, statement["Condition"])
        for name, said in statements.items()
        for statement in said
        if "dynamodb:DeleteItem" in as_list(statement["Action"])
        and BALLOTS_TABLE in as_list(statement["Resource"])
    ]

    keys = {"dynamodb:LeadingKeys": [f"{key}*" for key in EMPTIED]}
    assert takes_away == [("BallotsApi", {"ForAllValues:StringLike": keys})]


def test_who_publishes_what_is_over_writes_its_own_files_and_no_ballots(statements):
    lays = [s for s in statements["BallotsExportBallots"] if "s3:PutObject" in as_list(s["Action"])]
    kinds = [f"2026.{kind}" for kind in DATA.kinds]
    may = [named for statement in lays for named in in_the_bucket(statement)]

    for name in ("", *kinds, *FILES.values(), PACKAGE, SUMS):
        assert any(fnmatchcase(DATA.folder + name, each) for each in may), name
    for name in ("audit.zip", "checkpoint", "reports/final.json", "2026.csv", ""):
        of_a_ballot = f"{DATA.folder}B-1f3a90bd5c/{name}"
        assert not [each for each in may if fnmatchcase(of_a_ballot, each)], name


def test_decisions_are_laid_by_one_lent_by_another_and_thrown_away_with_the_person(statements):
    may = {
        name: {
            action for s in said if DECISIONS in json.dumps(s) for action in as_list(s["Action"])
        }
        for name, said in statements.items()
    }

    assert {name: actions for name, actions in may.items() if actions} == {
        "ServicesApi": {"s3:GetObject"},
        "ServicesAttend": {"s3:GetObject", "s3:PutObject"},
        "AccountsForget": {"s3:DeleteObject"},
    }


def in_the_bucket(statement):
    """What a statement names in a bucket, as it is in AWS."""
    for resource in as_list(statement["Resource"]):
        in_aws = resource["Fn::If"][2] if "Fn::If" in resource else resource
        yield in_aws["Fn::Sub"].partition(":::")[2].partition("/")[2]


def test_every_function_is_told_the_same_and_the_api_which_capability_it_is(template, functions):
    told = template["Globals"]["Function"]["Environment"]["Variables"]

    assert set(told) == {
        "VECHE_STAGE",
        "VECHE_PORTAL_URL",
        "VECHE_USER_POOL",
        "VECHE_USER_POOL_CLIENT",
        "VECHE_MEDIA_BUCKET",
        "VECHE_DATA_BUCKET",
        "VECHE_MAIL_FROM",
        "VECHE_BALLOTS_KEY",
    }
    for capability in (c for c in CAPABILITIES if any(m.doors for m in doors(c))):
        own = functions[f"{capability.capitalize()}Api"]["Environment"]["Variables"]
        assert own == {"VECHE_CAPABILITIES": capability}


def test_nothing_that_somebody_waits_for_runs_longer_than_api_gateway_waits(functions):
    waited_for = {name: made["Timeout"] for name, made in functions.items() if "Api" in name}
    others = {made["Timeout"] for name, made in functions.items() if name not in waited_for}

    assert set(waited_for.values()) == {29}
    assert others <= {29, 900}  # a quarter of an hour is the most that Lambda gives


def test_where_the_runtime_knows_snapstart_functions_are_called_by_their_alias(monkeypatch):
    """A snapshot is of a published version, and only an alias leads there."""
    monkeypatch.setattr("infra.functions.SNAPSTART", True)

    made = function("relay", "RelayPublish")["RelayPublish"]["Properties"]

    assert made["AutoPublishAlias"] == "live"
    assert made["AutoPublishCodeSha256"]["Ref"] in versioned()
    assert made["SnapStart"]["Fn::If"][:2] == ["InAws", {"ApplyOn": "PublishedVersions"}]
    assert address("RelayPublish") == {"Ref": "RelayPublishAliaslive"}
    assert uri("site") == {"Fn::Sub": f"{INVOKE}/${{SiteApiAliaslive}}/invocations"}


def test_elsewhere_functions_are_called_by_their_names(monkeypatch):
    monkeypatch.setattr("infra.functions.SNAPSTART", False)

    assert versioned() == {}
    assert "SnapStart" not in function("relay", "RelayPublish")["RelayPublish"]["Properties"]
    assert address("RelayPublish") == {"Fn::GetAtt": ["RelayPublish", "Arn"]}
    assert uri("site") == {"Fn::Sub": f"{INVOKE}/${{SiteApi.Arn}}/invocations"}
