"""What the API says of itself is an OpenAPI document that others' tools can read."""

from openapi_spec_validator import OpenAPIV31SpecValidator


def test_the_api_document_is_valid(krug):
    errors = list(OpenAPIV31SpecValidator(krug.api("GET", "openapi.json")).iter_errors())
    assert not errors, "\n".join(f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors[:20])
