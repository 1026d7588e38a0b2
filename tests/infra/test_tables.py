"""The tables of the template are what the models say, indexes and forgetting included."""

from inspect import getmembers

import pytest
from pynamodb.attributes import Attribute, TTLAttribute
from pynamodb.models import Model

from tests.infra.conftest import of_type
from tests.models import MODELS


@pytest.fixture(scope="module")
def tables(resources):
    return {
        table["TableName"]["Fn::Sub"].replace("${Stage}", "test"): table
        for table in of_type("AWS::DynamoDB::Table", resources).values()
    }


def test_there_is_a_model_for_every_table_and_a_table_for_every_model(tables):
    assert set(tables) == {model.Meta.table_name for model in MODELS}


@pytest.fixture(params=MODELS, ids=lambda model: model.__name__)
def model(request):
    return request.param


@pytest.fixture
def table(tables, model):
    return tables[model.Meta.table_name]


def test_a_table_has_the_keys_of_its_model(table, model):
    assert keys_of(table["KeySchema"], table) == keys_of_model(model)


def test_a_table_has_the_indexes_of_its_model(table, model):
    made = {
        index["IndexName"]: (
            keys_of(index["KeySchema"], table),
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes", [])),
        )
        for index in table.get("GlobalSecondaryIndexes", [])
    }

    assert made == {
        index.Meta.index_name: (
            keys_of_model(index),
            index.Meta.projection.projection_type,
            sorted(index.Meta.projection.non_key_attributes or []),
        )
        for index in model._indexes.values()
    }


def test_a_table_forgets_when_its_model_says(table, model):
    """Several models may share a table; then it forgets what any of them would."""
    said = {
        attribute.attr_name
        for sharing in every_model()
        if sharing.Meta.table_name == model.Meta.table_name
        for attribute in sharing.get_attributes().values()
        if isinstance(attribute, TTLAttribute)
    }
    made = table.get("TimeToLiveSpecification")

    assert said == ({made["AttributeName"]} if made else set())


def test_what_an_index_is_sorted_by_is_of_that_type_wherever_it_is_kept(table, model):
    """Whichever model of the table has it: DynamoDB refuses the item, and moto keeps it."""
    types = {a["AttributeName"]: a["AttributeType"] for a in table["AttributeDefinitions"]}
    others = [
        (sharing.__name__, attribute.attr_name)
        for sharing in every_model()
        if sharing.Meta.table_name == model.Meta.table_name
        for attribute in sharing.get_attributes().values()
        if attribute.attr_type != types.get(attribute.attr_name, attribute.attr_type)
    ]

    assert others == []


def test_a_table_is_encrypted_backed_up_and_in_production_protected(table):
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["Production", True, False]}


def every_model(of=Model):
    """Every model that lies in a table, however it came by it."""
    for model in of.__subclasses__():
        if hasattr(model, "Meta") and getattr(model.Meta, "table_name", None):
            yield model
        yield from every_model(model)


def keys_of(schema, table):
    types = {a["AttributeName"]: a["AttributeType"] for a in table["AttributeDefinitions"]}
    return [(key["AttributeName"], key["KeyType"], types[key["AttributeName"]]) for key in schema]


def attributes_of_index(index):
    return dict(getmembers(type(index), lambda member: isinstance(member, Attribute)))


def keys_of_model(model):
    """Of a model or of an index of it; a key may well be its only one."""
    of_a_model = isinstance(model, type)
    attributes = model.get_attributes() if of_a_model else attributes_of_index(model)
    kinds = (("HASH", "is_hash_key"), ("RANGE", "is_range_key"))
    return [
        (a.attr_name, kind, a.attr_type)
        for kind, is_key in kinds
        for a in attributes.values()
        if getattr(a, is_key)
    ]
