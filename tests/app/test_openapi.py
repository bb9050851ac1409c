import pytest
import requests
from jsonschema import Draft202012Validator

from app.problems import ProblemDocument
from app.recommendations.answer import Recommendations
from tests.conftest import LiveApp


@pytest.fixture
def spec(live: LiveApp) -> dict:
    return requests.get(f"{live.url}/api/v1/openapi.json", timeout=10).json()


def test_the_recommendations_operation_is_described_from_the_code(spec: dict) -> None:
    operation = spec["paths"]["/api/v1/recommendations"]["get"]
    assert {p["name"] for p in operation["parameters"]} == {
        *("username", "limit", "model", "popularity")
    }
    assert set(operation["responses"]) >= {"200", "403", "404", "422", "500", "503"}


def test_every_refusal_is_described_as_a_problem_document(spec: dict) -> None:
    responses = spec["paths"]["/api/v1/recommendations"]["get"]["responses"]
    for status, response in responses.items():
        if status != "200":
            assert "application/problem+json" in response["content"]


def test_every_reference_leads_somewhere(spec: dict) -> None:
    schemas = spec["components"]["schemas"]
    assert {ProblemDocument.__name__, Recommendations.__name__} <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_an_answer_is_as_described(live: LiveApp, spec: dict, world: object) -> None:
    answer = requests.get(
        f"{live.url}/api/v1/recommendations",
        params={"username": live.services.settings.suggested_usernames[0]},
        timeout=60,
    ).json()
    schema = {"$ref": "#/components/schemas/Recommendations", "components": spec["components"]}
    Draft202012Validator(schema).validate(answer)
