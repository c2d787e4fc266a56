"""What the models themselves refuse, in words that a rule author reads."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.condition import Condition, FactCondition, Judged, Operators
from schemas.fact import Fact

CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def test_open_goes_only_with_a_list_of_words() -> None:
    with pytest.raises(ValidationError, match="open 只与 one_of 或 includes_any 同用"):
        Operators.model_validate({"equals": "新材料", "open": True})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"some": {"judged": "甲"}}, "in 或 years 之一"),
        ({"in": "骨干企业", "years": "近3年", "at_least": 1}, "in 或 years 之一"),
        ({"in": "骨干企业", "at_least": 1, "at_most": 2}, "some、every、at_least、at_most 之一"),
        ({"in": "骨干企业", "some": {"judged": "甲"}, "where": {"judged": "乙"}}, "不再写 where"),
        ({"years": "近3年", "within": "3 年", "at_least": 1}, "within 只与 in 同用"),
    ],
)
def test_a_quantifier_has_one_domain_and_one_count(body: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        CONDITION.validate_python({"among": body})


def test_only_what_is_counted_has_a_measure_word() -> None:
    with pytest.raises(ValidationError, match="count_as 只用于 count、list 和 dates"):
        Fact.model_validate({"name": "单位名称", "id": "name", "type": "text", "count_as": "家"})


def test_our_own_code_makes_conditions_of_parts() -> None:
    made = FactCondition(fact="高新技术企业", operators=Operators(is_=True))
    assert CONDITION.validate_python({"高新技术企业": {"is": True}}) == made
    assert CONDITION.validate_python(made) is made
    assert CONDITION.validate_python(Judged(text="甲")) == Judged(text="甲")


def test_authors_write_one_key() -> None:
    with pytest.raises(ValidationError, match="只有一个键"):
        CONDITION.validate_python({"fact": "高新技术企业", "operators": {"is": True}})
