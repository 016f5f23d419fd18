"""Who gives the canary its share: Knative's canaryTrafficPercent, or the weights of the chart's HTTPRoute in Standard mode."""

import re
from typing import Any

from predictor.rollout.api import ROUTES, SERVING, Api, ApiError, Object

PAIRS = 256


class KnativeSplit:
    """spec.predictor.canaryTrafficPercent of the InferenceService."""

    def __init__(self, api: Api, name: str) -> None:
        self.api, self.name = api, name

    def share(self, service: Object) -> int:
        """Percent of the newest revision; 100 where the field is absent."""
        percent = service["spec"]["predictor"].get("canaryTrafficPercent")
        return 100 if percent is None else int(percent)

    def set(self, share: int, mirror_percent: int) -> None:
        """Patch the field; raises ApiError."""
        if mirror_percent:
            raise ApiError("--mirror-percent: Knative has no request mirror; use Standard mode or leave it at 0")
        self.api.patch(SERVING, "inferenceservices", self.name, {"spec": {"predictor": {"canaryTrafficPercent": share}}})


class RouteSplit:
    """The rule of the chart's HTTPRoute that names both sides, and the route of sticky callers where there is one."""

    def __init__(self, api: Api, name: str, canary: str) -> None:
        self.api, self.route, self.sticky = api, f"{name}-route", f"{name}-sticky"
        self.backends = (f"{name}-predictor", f"{canary}-predictor")

    def share(self, service: Object) -> int:
        """Percent by the weights now; raises ApiError where the route cannot be split."""
        _, rule = self._rule()
        weights = {one["name"]: int(one.get("weight", 1)) for one in rule["backendRefs"]}
        stable, canary = (weights[name] for name in self.backends)
        return round(100 * canary / (stable + canary)) if stable + canary else 0

    def set(self, share: int, mirror_percent: int) -> None:
        """Patch the weights, the mirror, and the sticky callers' route; raises ApiError."""
        at, rule = self._rule()
        patch: list[Object] = []
        for place, backend in enumerate(rule["backendRefs"]):
            path = f"/spec/rules/{at}/backendRefs/{place}"
            weight = {self.backends[0]: 100 - share, self.backends[1]: share}.get(backend["name"])
            if weight is not None:
                patch += [
                    {"op": "test", "path": f"{path}/name", "value": backend["name"]},
                    {"op": "add", "path": f"{path}/weight", "value": weight},
                ]
        self.api.patch(ROUTES, "httproutes", self.route, patch + self._mirror(at, rule, mirror_percent))
        self._stick(share)

    def _rule(self) -> tuple[int, Any]:
        route = self.api.get(ROUTES, "httproutes", self.route)
        for at, rule in enumerate(route["spec"]["rules"] if route else []):
            if set(self.backends) <= {one["name"] for one in rule.get("backendRefs", [])}:
                return at, rule
        raise ApiError(
            f"HTTPRoute {self.route} does not split between {' and '.join(self.backends)}: "
            "install the chart with route.enabled, canary.enabled and canary.strategy weighted"
        )

    def _mirror(self, at: int, rule: Object, percent: int) -> list[Object]:
        path, before = f"/spec/rules/{at}/filters", rule.get("filters", [])
        others = [one for one in before if one.get("requestMirror", {}).get("backendRef", {}).get("name") != self.backends[1]]
        after = list(others)
        if percent:
            mirror = {"backendRef": {"name": self.backends[1], "port": 80}, "percent": percent}
            after.append({"type": "RequestMirror", "requestMirror": mirror})
        if after == before:
            return []
        return [{"op": "add", "path": path, "value": after}] if after else [{"op": "remove", "path": path}]

    def _stick(self, share: int) -> None:
        route = self.api.get(ROUTES, "httproutes", self.sticky)
        for at, rule in enumerate(route["spec"]["rules"] if route else []):
            if [one["name"] for one in rule.get("backendRefs", [])] == [self.backends[1]]:
                path = f"/spec/rules/{at}/matches/0/headers/0/value"
                self.api.patch(ROUTES, "httproutes", self.sticky, [{"op": "replace", "path": path, "value": sticky_pattern(share)}])


def sticky_pattern(share: int) -> str:
    """Regular expression for values of a caller's header that go to the canary at `share` percent.

    A value ends in two hexadecimal digits, as UUIDs and hashes do. The first share of the 256 pairs is the canary's, so a caller
    who is there at 10 % is there at 25 % too. At 0 it matches no value, because nothing comes before a text's beginning.
    """
    taken = [f"{pair:02x}" for pair in range(round(PAIRS * share / 100))]
    return f".*({'|'.join(taken)})$" if taken else "0^"


def matches(share: int, value: str) -> bool:
    """Whether a caller with this header value goes to the canary."""
    return re.fullmatch(sticky_pattern(share), value) is not None
