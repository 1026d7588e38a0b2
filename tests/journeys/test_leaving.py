"""An account is deleted by the functions themselves, with what their roles allow them."""

from datetime import UTC, datetime

from tests.journeys.people import a_person
from tests.journeys.portal import eventually, run

DESK = "/api/v1/work/ballots"


def test_who_leaves_acts_no_more_and_leaves_no_file_behind(cloud, portal, outputs, physical):
    anna = a_person(cloud, portal, outputs, "auditor")
    assert anna.get("/api/v1/me").status == 200
    assert anna.get(DESK).status == 200
    made = anna.post("/api/v1/me/export")
    assert made.status == 200, made.body
    key = made.json["link"].partition("?")[0].rpartition("exports/")[2]
    assert files(cloud, physical, key) == 1
    assert anna.delete("/api/v1/me").status == 202
    table = cloud("dynamodb")
    person = {"TableName": "veche-test-people"}
    person |= {"Key": {"entity": {"S": anna.id}, "part": {"S": "person"}}}
    table.update_item(
        **person,
        UpdateExpression="SET leaving_on = :today",
        ExpressionAttributeValues={":today": {"S": datetime.now(UTC).date().isoformat()}},
    )

    run(cloud, physical("AccountsBeginDeletions"))
    eventually(lambda: "deleted_at" in table.get_item(**person)["Item"], True)

    assert files(cloud, physical, key) == 0
    assert anna.get("/api/v1/me").status == 404
    assert anna.get(DESK).status == 403
    found = cloud("cognito-idp").list_users(
        UserPoolId=outputs["UserPoolId"], Filter=f'email = "{anna.email}"'
    )
    assert found["Users"] == []


def files(cloud, physical, key):
    found = cloud("s3").list_objects_v2(Bucket=physical("Media"), Prefix=f"exports/{key}")
    return found["KeyCount"]
