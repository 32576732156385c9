"""The faces for programs answer as docs/openapi.yaml says, whatever is asked of them."""

import os
from pathlib import Path

import pytest
import schemathesis
import yaml
from django.conf import settings as site
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from carriers.models import Carrier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("connection_stays")]
TIMES = int(os.environ.get("FUZZ") or 0) // 100 or 15
SAID = yaml.safe_load((Path(site.BASE_DIR) / "docs/openapi.yaml").read_text())

schema = schemathesis.openapi.from_dict(SAID)
schema.app = WSGIHandler()
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@schema.parametrize()
@settings(max_examples=TIMES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_face_answers_as_documented(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS, headers={"Host": "localhost"})


def test_every_carrier_is_as_documented() -> None:
    operation = schema["/api/v1/carriers/{slug}.json"]["GET"]
    for slug in Carrier.objects.published().values_list("slug", flat=True):
        answer = operation.Case(path_parameters={"slug": slug}).call_and_validate(
            checks=CHECKS, headers={"Host": "localhost"}
        )
        assert answer.status_code == 200
