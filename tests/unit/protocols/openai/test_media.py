"""What only calls itself an image or a sound."""

import base64
import json
from typing import Any

import pytest

from predictor.errors import InvalidRequest
from tests.unit.protocols.openai.bodies import PHONE, parts, sent


@pytest.mark.parametrize(
    "body",
    [
        parts({"type": "text", "text": "x", "image": f"my phone is {PHONE} " + "and so on " * 9}),
        parts({"type": "image_url", "image_url": {"url": "data:image/png;base64," + base64.b64encode(PHONE.encode()).decode()}}),
        parts({"type": "image_url", "image_url": {"url": f"data:image/svg+xml,<svg><text>{PHONE}</text></svg>"}}),
        parts(
            {"type": "image_url", "image_url": "data:image/svg+xml;base64," + base64.b64encode(f"<svg>{PHONE}".encode()).decode()}
        ),
        parts({"type": "input_audio", "input_audio": {"data": f"{PHONE} " * 9, "format": "wav"}}),
        parts({"type": "image_embeds", "image_embeds": base64.b64encode(PHONE.encode() * 9).decode()}),
    ],
)
def test_what_only_calls_itself_a_medium_is_masked_or_refused(body: dict[str, Any]) -> None:
    try:
        written = json.dumps(sent(body))
    except InvalidRequest as refused:
        written = refused.detail
    assert PHONE not in written
    assert base64.b64encode(PHONE.encode()).decode()[:12] not in written
