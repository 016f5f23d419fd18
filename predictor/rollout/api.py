"""The few calls of the Kubernetes API that a judge makes, with errors that say what to do."""

from collections.abc import Callable
from typing import Any

from kubernetes import client, config
from kubernetes.client.exceptions import ApiException

SECONDS = 10.0
MERGE, JSON_PATCH = "application/merge-patch+json", "application/json-patch+json"
SERVING, ROUTES = ("serving.kserve.io", "v1beta1"), ("gateway.networking.k8s.io", "v1")
REVISIONS = ("serving.knative.dev", "v1")
Object = dict[str, Any]


class ApiError(Exception):
    """The API server refused or did not answer; the message says which call and what may help."""


class Conflict(ApiError):
    """Somebody else changed the object meanwhile."""


def connect(context: str | None = None) -> tuple[client.ApiClient, str, bool]:
    """A client, the namespace that it is for, and whether this process runs in the cluster; raises ApiError."""
    try:
        config.load_incluster_config()
        with open("/var/run/secrets/kubernetes.io/serviceaccount/namespace") as file:
            return client.ApiClient(), file.read().strip(), True
    except (config.ConfigException, OSError):
        pass
    try:
        config.load_kube_config(context=context)
        _, active = config.list_kube_config_contexts()
        return client.ApiClient(), (active.get("context") or {}).get("namespace") or "default", False
    except (config.ConfigException, OSError) as error:
        raise ApiError(f"no cluster: neither a service account nor a kubeconfig ({error}); set KUBECONFIG") from None


class Api:
    """One namespace. Objects are plain dictionaries; an absent one is None."""

    def __init__(self, api: client.ApiClient, namespace: str) -> None:
        self.client, self.namespace = api, namespace
        self.core, self.custom, self.leases = client.CoreV1Api(api), client.CustomObjectsApi(api), client.CoordinationV1Api(api)

    def call(self, what: str, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Call the client; raises Conflict for 409 and ApiError for the rest, 404 too."""
        try:
            return function(*arguments, **named, _request_timeout=SECONDS)
        except ApiException as error:
            if error.status == 409:
                raise Conflict(f"{what}: changed by somebody else meanwhile") from None
            hint = "; the chart's value judge.enabled makes the Role" if error.status == 403 else ""
            raise ApiError(f"{what}: {error.status} {error.reason}{hint}") from error
        except Exception as error:  # urllib3's many
            raise ApiError(f"{what}: the API server does not answer ({type(error).__name__})") from error

    def get(self, kind: tuple[str, str], plural: str, name: str) -> Object | None:
        """A custom object."""
        try:
            found = self.call(f"get {plural}/{name}", self.custom.get_namespaced_custom_object, *kind, self.namespace, plural, name)
        except ApiError as error:
            if isinstance(error.__cause__, ApiException) and error.__cause__.status == 404:
                return None
            raise
        assert isinstance(found, dict)
        return found

    def patch(self, kind: tuple[str, str], plural: str, name: str, body: Any, *, status: bool = False) -> None:
        """Patch a custom object: a list is a JSON patch, a dictionary a merge patch."""
        functions = (self.custom.patch_namespaced_custom_object, self.custom.patch_namespaced_custom_object_status)
        self.call(
            f"patch {plural}/{name}",
            functions[status],
            *kind,
            self.namespace,
            plural,
            name,
            body,
            _content_type=JSON_PATCH if isinstance(body, list) else MERGE,
        )

    def pods(self, selector: str) -> list[Object]:
        """Pods by label selector."""
        found = self.call(f"list pods {selector}", self.core.list_namespaced_pod, self.namespace, label_selector=selector)
        plain: Object = self.client.sanitize_for_serialization(found)
        return list(plain.get("items") or [])
