import pytest
import requests
from jsonschema import Draft202012Validator

from app.filters.query import Filters
from app.predictions.query import PredictionQuery
from app.recommendations.query import RecommendationQuery
from tests.conftest import LiveApp


@pytest.fixture
def spec(live: LiveApp) -> dict:
    return requests.get(f"{live.url}/api/v1/openapi.json", timeout=10).json()


def test_the_recommendations_operation_is_described_from_the_code(spec: dict) -> None:
    operation = spec["paths"]["/api/v1/recommendations"]["get"]
    described = {p["name"] for p in operation["parameters"]}
    assert described >= RecommendationQuery.model_fields.keys()
    assert set(operation["responses"]) >= {"200", "403", "404", "422", "500", "503"}


def test_filters_alone_are_said_to_take_no_value_as_they_do(live: LiveApp, spec: dict) -> None:
    parameters = spec["paths"]["/api/v1/recommendations"]["get"]["parameters"]
    assert {
        p["name"] for p in parameters if p.get("allowEmptyValue")
    } == Filters.model_fields.keys()
    empty = dict.fromkeys(Filters.model_fields, "") | {"username": live.suggestions[0]}
    asked = requests.get(f"{live.url}/api/v1/recommendations", empty, timeout=30)
    assert asked.status_code == 200


def test_the_predictions_operation_takes_many_films(spec: dict) -> None:
    operation = spec["paths"]["/api/v1/predictions"]["get"]
    parameters = {p["name"]: p["schema"] for p in operation["parameters"]}
    assert set(parameters) >= PredictionQuery.model_fields.keys()
    assert (parameters["film"]["type"], parameters["film"]["maxItems"]) == ("array", 50)


def test_an_upload_may_be_a_file_or_a_list(spec: dict) -> None:
    operation = spec["paths"]["/api/v1/profiles"]["post"]
    content = operation["requestBody"]["content"]
    assert set(content) == {"multipart/form-data", "application/json"}
    schema = content["application/json"]["schema"]
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"films": [{"slug": "alien", "stars": 4.5}]})
    assert not validator.is_valid({"films": [{"slug": "alien", "stars": 6}]})
    assert set(operation["responses"]) >= {"201", "413", "422", "500", "503"}


def test_an_upload_can_be_looked_at_downloaded_from_and_deleted(spec: dict) -> None:
    upload = spec["paths"]["/api/v1/profiles/{token}"]
    assert set(upload) == {"get", "delete"}
    rows = spec["paths"]["/api/v1/profiles/{token}/unmatched.csv"]["get"]
    assert set(rows["responses"]["200"]["content"]) == {"text/csv"}
    for operation in (*upload.values(), rows):
        assert [p["name"] for p in operation["parameters"]] == ["token"]
        assert set(operation["responses"]) >= {"404", "500"}


@pytest.mark.parametrize("path", ["/api/v1/recommendations", "/api/v1/predictions"])
def test_every_refusal_is_described_as_a_problem_document(spec: dict, path: str) -> None:
    responses = spec["paths"][path]["get"]["responses"]
    for status, response in responses.items():
        if status != "200":
            assert "application/problem+json" in response["content"]


def test_every_reference_leads_somewhere(spec: dict) -> None:
    schemas = spec["components"]["schemas"]
    assert {"ProblemDocument", "Recommendations", "Predictions"} <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("recommendations", "Recommendations"),
        ("predictions", "Predictions"),
        ("statistics", "Statistics"),
    ],
)
def test_an_answer_is_as_described(live: LiveApp, spec: dict, path: str, name: str) -> None:
    answer = requests.get(
        f"{live.url}/api/v1/{path}",
        params={
            "username": live.services.settings.suggested_usernames[0],
            "film": ["alien", "no-such-film"] if path == "predictions" else None,
        },
        timeout=60,
    ).json()
    schema = {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
    Draft202012Validator(schema).validate(answer)
