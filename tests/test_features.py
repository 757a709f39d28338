"""Arrow schema and features are two views of one type, and the ones that datasets makes of each other."""

from typing import get_args

import pytest
from datasets import ClassLabel, Features
from datasets import List as ListFeature

from stancebank import features, labels, tables


@pytest.mark.parametrize("config", tables.CONFIGS)
def test_arrow_schema_is_that_of_the_features(config: str) -> None:
    row, _ = tables.CONFIGS[config]
    declared = Features.from_dict(features.features(row))
    assert declared.to_dict() == features.features(row)
    assert declared.arrow_schema.equals(tables.schemas()[config], check_metadata=True)
    assert Features.from_arrow_schema(tables.schemas()[config]) == declared


@pytest.mark.parametrize("config", tables.CONFIGS)
def test_every_config_can_be_joined_and_dated(config: str) -> None:
    assert tables.schemas()[config].names[:6] == ["id", "document_id", "group", "origin", "date", "publisher"]


def test_closed_label_sets_are_class_labels_in_their_order() -> None:
    declared = Features.from_dict(features.features(tables.CONFIGS["stances"][0]))
    closed = {
        "attitude": labels.Attitude,
        "basis": labels.Basis,
        "holder_type": labels.EntityType,
        "intensity": labels.Intensity,
        "origin": labels.Origin,
        "polarity": labels.Polarity,
        "stance": labels.StanceLabel,
        "target_type": labels.EntityType,
    }
    for column, label_set in closed.items():
        assert declared[column] == ClassLabel(names=list(get_args(label_set))), column
    found = {name for name, feature in declared.items() if isinstance(feature, ClassLabel)}
    assert found == closed.keys() | {"target_kind"}


def test_nested_label_sets_are_class_labels() -> None:
    declared = Features.from_dict(features.features(tables.CONFIGS["documents"][0]))
    assert isinstance(declared["attributions"], ListFeature)
    assert declared["attributions"].feature["belief"] == ClassLabel(names=["CB", "NCB", "NA"])
    assert declared["layers"]["stances"] == ClassLabel(names=["complete", "partial", "none"])
    tags = Features.from_dict(features.features(tables.CONFIGS["sentences"][0]))["ner_tags"].feature
    prefixed = [f"{prefix}-{name}" for name in get_args(labels.EntityType) for prefix in "BI"]
    assert tags.names == ["O", *prefixed]
