"""The ids of kept responses: each belongs to the key that made it, because an engine that keeps responses knows no keys.

vLLM keeps them with VLLM_ENABLE_RESPONSES_API_STORE, an upstream may. Nothing is remembered here: an id is the engine's own and a
seal of it and the key's name, so that it holds at every front end of one predictor, whatever number of responses is kept.
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any, Final

ROUTE: Final = "responses"
SEAL_DIGITS: Final = 32
# Front ends are forked from the process that has imported this module, so all of them have the same secret.
SECRET: Final = secrets.token_bytes(32)
FIELDS: Final = ("id", "previous_response_id")  # of a response


class ResponseIds:
    """The ids of the responses of one key. A name and an engine's id make one seal, which no caller can compute."""

    def __init__(self, key_name: str) -> None:
        self._name = key_name.encode()

    def seal(self, engine_id: str) -> str:
        """The id that the caller gets."""
        return f"{engine_id}_{self._seal(engine_id)}"

    def open(self, sealed: str) -> str:
        """The engine's id; of an id that is not of this key's responses a new one, which no engine has."""
        engine_id, _, seal = sealed.rpartition("_")
        if hmac.compare_digest(seal.encode(), self._seal(engine_id).encode()):
            return engine_id
        return f"resp_{secrets.token_hex(16)}"

    def of_request(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The request's fields for the engine; `fields` itself where they name no id.

        The caller's own `request_id` is left out, because vLLM takes it for the response's id: it could be that of another's.
        """
        given = fields.get("previous_response_id")
        changed = {"previous_response_id": self.open(given)} if isinstance(given, str) else {}
        if not changed and "request_id" not in fields:
            return fields
        return {name: value for name, value in fields.items() if name != "request_id"} | changed

    def of_response(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """The response's fields for the caller."""
        return {**response, **{name: self.seal(response[name]) for name in FIELDS if isinstance(response.get(name), str)}}

    def _seal(self, engine_id: str) -> str:
        text = b"%d:%s%s" % (len(self._name), self._name, engine_id.encode("utf-8", "surrogatepass"))
        return hmac.digest(SECRET, text, "sha256").hex()[:SEAL_DIGITS]
