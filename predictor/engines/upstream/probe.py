"""Checks of one upstream: its health path and its model list."""

from typing import Any

import httpx

from predictor.config import Settings
from predictor.engines.upstream.replica import Replica, log


class Unfit(Exception):
    """The upstream answered, and cannot be used; `misconfigured` when only a changed setting can help."""

    def __init__(self, reason: str, misconfigured: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.misconfigured = misconfigured


class Probe:
    """The check of a replica. A replica is fit when its health path answers 200 and its model list has the model.

    A server without the health path (404) is judged by its model list alone; one without a model list needs LLM_UPSTREAM_MODEL.
    """

    def __init__(self, settings: Settings) -> None:
        self.path = settings.upstream_health_path
        self.limit = httpx.Timeout(settings.upstream_health_sec)
        self.key = settings.upstream_api_key.get_secret_value()
        self.model = settings.upstream_model
        self.own_name = settings.model_name

    async def check(self, client: httpx.AsyncClient, replica: Replica) -> None:
        """Check once, within the health interval, and note the outcome in the replica; raises nothing."""
        try:
            if replica.has_health_path or not replica.up:
                await self._health(client, replica)
            if not replica.up or not replica.has_health_path:
                await self._models(client, replica)
        except Unfit as unfit:
            replica.on_probe_failed(unfit.reason, certain=True, misconfigured=unfit.misconfigured)
        except httpx.ConnectError as error:
            replica.on_probe_failed(f"cannot connect: {error}", certain=True)
        except httpx.HTTPError as error:
            replica.on_probe_failed(f"no answer: {type(error).__name__}", certain=False)
        except Exception as error:
            # The next checks must go on, because without them the replica would never come back.
            log.error("check of an upstream failed", exc_info=error, extra={"fields": {"upstream": replica.index}})
            replica.on_probe_failed(f"check failed: {type(error).__name__}", certain=False)
        else:
            replica.on_probe_ok()

    async def _health(self, client: httpx.AsyncClient, replica: Replica) -> None:
        response = await client.get(replica.root + self.path, headers=self._headers(), timeout=self.limit)
        replica.has_health_path = response.status_code != 404
        if response.status_code not in (200, 404):
            raise Unfit(f"{self.path} says {response.status_code}")

    async def _models(self, client: httpx.AsyncClient, replica: Replica) -> None:
        listed = None
        for prefix in replica.prefixes:
            response = await client.get(f"{prefix}/v1/models", headers=self._headers(), timeout=self.limit)
            if response.status_code in (401, 403):
                raise Unfit(f"it refuses LLM_UPSTREAM_API_KEY ({response.status_code})", misconfigured=True)
            listed = _entries(response)
            if listed is not None:
                replica.prefix = prefix
                break
        if listed is not None:
            self._choose(replica, listed)
        elif self.model and replica.has_health_path:
            replica.model = self.model
        else:
            raise Unfit("it has no OpenAI model list at /v1/models; name the model by LLM_UPSTREAM_MODEL")

    def _choose(self, replica: Replica, listed: list[dict[str, Any]]) -> None:
        names = [str(entry["id"]) for entry in listed]
        if not names:
            raise Unfit("it serves no model yet")
        if self.model and self.model not in names:
            raise Unfit(f"it does not serve LLM_UPSTREAM_MODEL; it serves: {', '.join(names)}", misconfigured=True)
        replica.model = self.model or (self.own_name if self.own_name in names else names[0])
        length = listed[names.index(replica.model)].get("max_model_len")
        replica.context_length = length if isinstance(length, int) else 0

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"} if self.key else {}


def _entries(response: httpx.Response) -> list[dict[str, Any]] | None:
    """The entries of an OpenAI model list; None for anything else, such as KServe's V1 list of names."""
    if response.status_code >= 500:
        raise Unfit(f"/v1/models says {response.status_code}")
    try:
        body = response.json()
    except ValueError:
        return None
    data = body.get("data") if isinstance(body, dict) else None
    return [entry for entry in data if isinstance(entry, dict) and "id" in entry] if isinstance(data, list) else None
