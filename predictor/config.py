"""Every setting, in one frozen class: command line > environment > .env > default.

The environment variable of a field is its alias; the names without `LLM_` are those of the project's rules (spec, chapter 5).
The command line option is the field's name with dashes; underscores are accepted too, as KServe's own options use them.
"""

import os
import shlex
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

EngineName = Literal["vllm", "transformers", "upstream", "mock"]
Action = Literal["mask", "off", "reject", "monitor"]
CommaList = Annotated[tuple[str, ...], NoDecode]
DEMO_MODEL = Path(__file__).parent / "demo" / "model"
CORES_PER_FRONTEND, MOST_FRONTENDS = 4, 8  # of the default; an engine and its GPU's driver need cores too
# Arguments of vLLM that allow only one front end.
ONE_FRONTEND = ("--data-parallel", "-dp", "--enable-elastic-ep", "--enable-fault-tolerance")
GPU_DEVICES = ("nvidia[0-9]*", "dxg", "kfd")  # in /dev: NVIDIA, NVIDIA in WSL, AMD
LEDGER_STORES = ("async+memory://", "async+redis")
CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
DEFAULT_CONCURRENCY: dict[str, int] = {"vllm": 100, "transformers": 4, "upstream": 100, "mock": 100}


def setting(env: str, default: Any, description: str, **bounds: Any) -> Any:
    """A field that is read from the environment variable `env`."""
    return Field(default=default, validation_alias=AliasChoices(env), description=description, **bounds)


class Settings(BaseSettings):
    """The predictor's settings; invalid values raise pydantic's ValidationError."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, frozen=True, extra="ignore", populate_by_name=True
    )

    # Model and engine
    engine: EngineName = setting("LLM_ENGINE", "vllm", "What generates: vllm, transformers, upstream or mock.")
    fallback_mock: bool = setting("LLM_FALLBACK_MOCK", False, "Serve the mock engine, without torch, whatever LLM_ENGINE says.")
    model: str = setting("LLM_MODEL", str(DEMO_MODEL), "Folder or hub id of the model; the embedded demo model by default.")
    model_name: str = setting("LLM_MODEL_NAME", "llm", "Name of the model in URLs.", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    vllm_args: str = setting("LLM_VLLM_ARGS", "", "Further vLLM engine arguments, as on vLLM's own command line.")
    system_prompt: str = setting("LLM_SYSTEM_PROMPT", "", "System prompt put before each query when the model has a chat template.")
    chat_template: str = setting("LLM_CHAT_TEMPLATE", "", "Chat template (path, or the template) that replaces the tokenizer's.")
    cache_dir: Path | None = setting(
        "TRANSFORMERS_CACHE", None, "Folder that keeps downloaded models; given to the libraries as HF_HOME unless that is set."
    )

    # Server
    host: str = setting("LLM_HOST", "0.0.0.0", "Address to listen on.")
    port: int = setting("PORT", 8000, "HTTP port.", ge=1, le=65535)
    tokenize_routes: bool = setting("LLM_TOKENIZE_ROUTES", False, "Serve /v1/tokenize and /v1/detokenize.")
    media_links: bool = setting(
        "LLM_MEDIA_LINKS",
        False,
        "Let OpenAI requests name images, audio and video by link, which the engine then fetches; data URLs always pass.",
    )
    frontends: int = setting(
        "LLM_FRONTENDS",
        0,
        "Processes that answer HTTP before one engine; 0 takes one per four cores beside a GPU, at most eight, and else one.",
        ge=0,
        le=64,
    )
    grpc_port: int = setting("LLM_GRPC_PORT", 0, "Port of KServe's gRPC service; 0 leaves it off.", ge=0, le=65535)
    docs: bool = setting("LLM_DOCS", False, "Serve /docs and /openapi.json.")
    playground: bool = setting(
        "LLM_PLAYGROUND", False, "Serve /playground, a page to try the model and see what is masked; `make serve` switches it on."
    )
    cors_origins: CommaList = setting("LLM_CORS_ORIGINS", (), "Origins that browsers may call from, comma-separated; * for any.")
    keep_alive_sec: int = setting(
        "LLM_KEEP_ALIVE_SEC",
        3900,
        "Seconds an idle connection is kept; must be above the proxy's idle time (Envoy's and Istio's default is 3600), because a "
        "request that meets the close is lost.",
        ge=1,
    )
    drain_delay_sec: float = setting(
        "LLM_DRAIN_DELAY_SEC", 5.0, "Seconds after SIGTERM in which arriving requests are still served, unready.", ge=0
    )
    grace_sec: float = setting(
        "LLM_GRACE_SEC",
        30.0,
        "Seconds after SIGTERM at which what is still in flight is cut; below Kubernetes' grace period.",
        ge=0,
    )
    watchdog_sec: float = setting(
        "LLM_WATCHDOG_SEC", 60.0, "Seconds without any step of the engine after which it counts as frozen.", gt=0
    )
    load_timeout_sec: float = setting(
        "LLM_LOAD_TIMEOUT_SEC",
        0.0,
        "Seconds in which loading and warm-up must end; 0 leaves that to Kubernetes' startup probe.",
        ge=0,
    )
    termination_log: Path = setting(
        "LLM_TERMINATION_LOG", Path("/dev/termination-log"), "File that gets the reason of an abnormal exit, if it can be written."
    )

    # Limits
    max_concurrent: int | None = setting(
        "MAX_CONCURRENT_INFERENCE",
        None,
        "Inferences at once; over it 429. Default by engine: vllm 100, transformers 4 (2 to 5), upstream 100, mock 100.",
        ge=1,
    )
    timeout_sec: float = setting("INFERENCE_TIMEOUT_SEC", 120.0, "Seconds for one inference, queueing included; over it 503.", gt=0)
    input_max_length: int = setting("LLM_INPUT_MAX_LENGTH", 2048, "Characters of a query that reach the model.", ge=1, le=4096)
    max_sequences: int = setting("LLM_MAX_RETURN_SEQUENCES", 8, "Largest num_return_sequences.", ge=1, le=64)
    openai_text_max_length: int = setting(
        "LLM_OPENAI_TEXT_MAX_LENGTH", 4096, "Longest text part of an OpenAI request in characters; over it 400; 0: no limit.", ge=0
    )
    structured_max_bytes: int = setting(
        "LLM_STRUCTURED_MAX_BYTES",
        65_536,
        "Largest constraint of structured output (JSON schema, grammar); over it 400.",
        ge=0,
    )
    structured_max_depth: int = setting(
        "LLM_STRUCTURED_MAX_DEPTH", 32, "Deepest nesting of objects and lists in a constraint; over it 400.", ge=0
    )
    structured_max_properties: int = setting(
        "LLM_STRUCTURED_MAX_PROPERTIES", 500, "Properties and definitions of a JSON schema in all; over it 400.", ge=0
    )
    structured_max_choices: int = setting(
        "LLM_STRUCTURED_MAX_CHOICES", 1000, "Entries of enum, anyOf, oneOf, allOf and choice in all; over it 400.", ge=0
    )
    structured_max_grammar: int = setting("LLM_STRUCTURED_MAX_GRAMMAR", 16_384, "Characters of a grammar; over it 400.", ge=0)
    structured_max_regex: int = setting(
        "LLM_STRUCTURED_MAX_REGEX", 2048, "Characters of a regular expression, a schema's pattern included; over it 400.", ge=0
    )
    structured_max_repeats: int = setting(
        "LLM_STRUCTURED_MAX_REPEATS",
        2000,
        "Sum of the different counted repetitions of a constraint (maxLength, maxItems, {m,n}); over it 400.",
        ge=0,
    )
    structured_compilations: int = setting(
        "LLM_STRUCTURED_COMPILATIONS",
        2,
        "New constraints compiled at once, half of them for one caller; over it 429.",
        ge=1,
    )
    worker_threads: int = setting("LLM_WORKER_THREADS", 1, "Threads for costly masking and parsing in each front end.", ge=1, le=64)
    worker_queue: int = setting(
        "LLM_WORKER_QUEUE",
        32,
        "Costly requests in the worker threads or waiting for them, half for one caller; over it 429.",
        ge=2,
    )
    body_max_bytes: int = setting("LLM_BODY_MAX_BYTES", 1_048_576, "Largest request body in bytes; over it 413.", ge=1024)
    body_timeout_sec: float = setting(
        "LLM_BODY_TIMEOUT_SEC", 10.0, "Seconds in which a request's body must arrive; over it 408.", gt=0
    )
    header_max_bytes: int = setting("LLM_HEADER_MAX_BYTES", 32_768, "Largest request head in bytes; over it 400.", ge=4096)
    retry_after_sec: int = setting("LLM_RETRY_AFTER_SEC", 1, "Retry-After of a 429 for concurrency.", ge=1, le=60)
    fallback_response: str = setting(
        "LLM_FALLBACK_RESPONSE", "", "Answer that replaces every 503 and 500 of an inference with 200; empty switches it off."
    )

    # Access
    api_keys: SecretStr = setting(
        "LLM_API_KEYS", SecretStr(""), "API keys, comma-separated, any of which is accepted; without any, every caller is let in."
    )
    key_file: Path | None = setting(
        "LLM_KEY_FILE", None, "YAML file of named keys and their rules, read again when it changes; docs/keys.md describes it."
    )
    budget_store_loss: Literal["refuse", "allow"] = setting(
        "LLM_BUDGET_STORE_LOSS",
        "allow",
        "Requests of keys with a budget while the store of LLM_RATE_LIMIT_STORAGE is lost: refuse (503), or allow uncounted.",
    )
    rate_limit: str = setting(
        "LLM_RATE_LIMIT", "", "Requests per API key, or per address where there is none, such as '10/second;300/minute'."
    )
    rate_limit_storage: str = setting(
        "LLM_RATE_LIMIT_STORAGE",
        "memory://",
        "Where rates and the keys' budgets are counted: memory://, or redis://HOST:PORT so that replicas agree.",
    )
    trusted_proxies: CommaList = setting(
        "LLM_TRUSTED_PROXIES", (), "Networks whose X-Forwarded-For is believed, comma-separated, such as 10.0.0.0/8."
    )

    # Personal data
    pii: bool = setting("LLM_PII", True, "Mask personal data; the law demands it of Korean services.")
    pii_actions: dict[str, Action] = setting(
        "LLM_PII_ACTIONS",
        {},
        'What to do by kind (predictor/pii/README.md), as JSON: {"rrn": "reject", "*": "monitor"}.',
    )
    pii_minimum_scores: dict[str, float] = setting(
        "LLM_PII_MINIMUM_SCORES", {}, 'Least score, 0 to 1, of a value by kind, as JSON: {"person_name": 0.8}; "*" for all.'
    )
    pii_labels: dict[str, str] = setting("LLM_PII_LABELS", {}, 'Labels in placeholders by kind, as JSON: {"phone": "연락처"}.')
    pii_placeholder: str = setting("LLM_PII_PLACEHOLDER", "[{label}_{n}]", "Its form: a bracket or sign, {label}, a mark, {n}.")
    pii_allow: CommaList = setting("LLM_PII_ALLOW", (), "Values that are never masked, comma-separated, such as the own hotline.")
    pii_patterns: Path | None = setting("LLM_PII_PATTERNS", None, "File with own patterns; see predictor/pii/README.md.")
    pii_restore: Literal["off", "request", "on"] = setting(
        "LLM_PII_RESTORE",
        "off",
        "Put the caller's own values back into the answer: off, on, or request (header X-PII-Restore: true).",
    )
    pii_output: bool = setting("LLM_PII_OUTPUT", True, "Mask personal data that the model itself writes.")

    # Telemetry
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = setting("LLM_LOG_LEVEL", "INFO", "Least level that is logged.")
    log_format: Literal["json", "text"] = setting("LLM_LOG_FORMAT", "json", "Form of the log: json or text.")
    otlp_endpoint: str = setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "", "OpenTelemetry collector (OTLP over HTTP); empty switches traces off."
    )
    service_name: str = setting("OTEL_SERVICE_NAME", "llm-predictor", "Service name in traces.")

    ai_notice: Literal["off", "header", "field"] = setting(
        "LLM_AI_NOTICE",
        "off",
        "Mark what the model wrote: by the header X-AI-Generated, or by it and the field ai_generated (docs/pipa.md).",
    )

    # Audit record
    audit: Literal["off", "file", "stdout", "otlp"] = setting(
        "LLM_AUDIT", "off", "Where the audit record of all inference requests goes: file, stdout, otlp, or off (docs/pipa.md)."
    )
    audit_folder: Path = setting(
        "LLM_AUDIT_FOLDER",
        Path("/var/log/llm-predictor/audit"),
        "Folder of the audit record's files, which must outlive the process.",
    )
    audit_key_file: Path | None = setting(
        "LLM_AUDIT_KEY_FILE",
        None,
        "File with a key of 32 bytes or more, which makes the chain an HMAC; without it a writer of the file can rebuild it.",
    )
    audit_on_failure: Literal["refuse", "count"] = setting(
        "LLM_AUDIT_ON_FAILURE",
        "refuse",
        "While audit lines cannot be written: refuse inferences (503), or go on and count the lines that are lost.",
    )
    audit_queue: int = setting(
        "LLM_AUDIT_QUEUE", 10_000, "Audit lines of a front end that may wait; inferences are refused from half of it on.", ge=100
    )
    audit_sync_sec: float = setting(
        "LLM_AUDIT_SYNC_SEC", 1.0, "Seconds after which written audit lines are synced: a loss of power loses no more.", ge=0
    )
    audit_sync_bytes: int = setting(
        "LLM_AUDIT_SYNC_BYTES", 1_048_576, "Bytes of audit lines after which they are synced before that.", ge=1
    )
    audit_file_max_bytes: int = setting(
        "LLM_AUDIT_FILE_MAX_BYTES", 67_108_864, "Largest file of the audit record; a new one begins each day, too.", ge=65_536
    )
    audit_retention_days: int = setting(
        "LLM_AUDIT_RETENTION_DAYS", 730, "Days after which files of the audit record are deleted; 0 keeps them.", ge=0
    )
    audit_purpose_header: str = setting(
        "LLM_AUDIT_PURPOSE_HEADER",
        "X-Request-Purpose",
        "Header in which callers give the purpose of a request for the audit record.",
        pattern=r"^[A-Za-z0-9-]+$",
    )
    audit_text: bool = setting("LLM_AUDIT_TEXT", False, "Keep the masked prompt in the audit record, up to 4,096 characters.")

    # Upstream engine
    upstream_urls: CommaList = setting(
        "LLM_UPSTREAM_URLS", (), "OpenAI-compatible servers to pass requests on to, comma-separated; implies LLM_ENGINE=upstream."
    )
    upstream_tls: bool = setting("LLM_UPSTREAM_TLS", False, "Use https for upstreams that are given without http:// or https://.")
    upstream_ca: Path | None = setting(
        "LLM_UPSTREAM_CA", None, "PEM file of the authorities that sign the upstreams' certificates."
    )
    upstream_api_key: SecretStr = setting("LLM_UPSTREAM_API_KEY", SecretStr(""), "Key sent to the upstreams, never a caller's.")
    upstream_model: str = setting(
        "LLM_UPSTREAM_MODEL", "", "Model's name at the upstreams; empty takes LLM_MODEL_NAME if they have it, else their first."
    )
    upstream_api: Literal["chat", "completions"] = setting(
        "LLM_UPSTREAM_API", "chat", "Route that /infer, V1 and V2 go to at the upstreams: chat or completions."
    )
    upstream_health_path: str = setting(
        "LLM_UPSTREAM_HEALTH_PATH", "/health", "Path at the upstreams that says 200 when they are ready.", pattern="^/"
    )
    upstream_health_sec: float = setting("LLM_UPSTREAM_HEALTH_SEC", 2.0, "Seconds between checks, and for one.", gt=0)
    upstream_connect_sec: float = setting("LLM_UPSTREAM_CONNECT_SEC", 2.0, "Seconds for connecting to an upstream.", gt=0)
    upstream_retries: int = setting(
        "LLM_UPSTREAM_RETRIES", 1, "How often a request that got no byte of its answer is sent to another upstream.", ge=0, le=10
    )
    upstream_retry_on: CommaList = setting(
        "LLM_UPSTREAM_RETRY_ON", ("connect", "reset", "503"), "What is sent again: connect, reset, or a status such as 429 or 503."
    )

    # Engines for trying out
    mock_delay_sec: float = setting("LLM_MOCK_DELAY_SEC", 0.0, "Mock engine: seconds before each token.", ge=0)
    mock_fault: Literal["", "load", "oom", "runtime", "bug"] = setting(
        "LLM_MOCK_FAULT", "", "Mock engine: fail so: load, oom, runtime or bug."
    )
    mock_fault_share: float = setting(
        "LLM_MOCK_FAULT_SHARE", 1.0, "Mock engine: share of the inferences that LLM_MOCK_FAULT fails, spread evenly.", gt=0, le=1
    )

    @field_validator("cors_origins", "trusted_proxies", "pii_allow", "upstream_urls", "upstream_retry_on", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @field_validator("rate_limit")
    @classmethod
    def _rates(cls, value: str) -> str:
        if value:
            from limits import parse_many

            parse_many(value)
        return value

    @field_validator("rate_limit_storage")
    @classmethod
    def _storage(cls, value: str) -> str:
        from limits.errors import ConfigurationError
        from limits.storage import storage_from_string

        try:
            storage_from_string(async_uri(value))
        except (ConfigurationError, ValueError):
            raise ValueError("must look like memory:// or redis://HOST:PORT") from None  # the value may hold a password
        return value

    @field_validator("upstream_retry_on")
    @classmethod
    def _retryable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = ("connect", "reset", "429", "500", "502", "503", "504")
        if unknown := [item for item in value if item not in known]:
            raise ValueError(f"{', '.join(unknown)} is not one of {', '.join(known)}")
        return value

    @field_validator("vllm_args")
    @classmethod
    def _quoting(cls, value: str) -> str:
        shlex.split(value)
        return value

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for contradicts, message in CONTRADICTIONS:
            if contradicts(self):
                raise ValueError(message)
        if self.engine_name == "upstream":
            for url in self.upstreams:
                check_upstream(url)
        return self

    @property
    def engine_name(self) -> EngineName:
        """The engine that runs, LLM_FALLBACK_MOCK considered."""
        if self.fallback_mock:
            return "mock"
        return "upstream" if self.upstream_urls and "engine" not in self.model_fields_set else self.engine

    @property
    def upstreams(self) -> tuple[str, ...]:
        """The upstreams' URLs, each with its scheme."""
        scheme = "https" if self.upstream_tls else "http"
        return tuple(url if "://" in url else f"{scheme}://{url}" for url in self.upstream_urls)

    @property
    def concurrency_limit(self) -> int:
        """Inferences at once: MAX_CONCURRENT_INFERENCE or the engine's default."""
        return self.max_concurrent or DEFAULT_CONCURRENCY[self.engine_name]

    @property
    def frontend_count(self) -> int:
        """LLM_FRONTENDS, or for 0 what fits this machine; one where vLLM's arguments allow no more."""
        if self.frontends:
            return self.frontends
        alone = any(word.replace("_", "-").startswith(ONE_FRONTEND) for word in shlex.split(self.vllm_args))
        if self.engine_name != "vllm" or alone or not has_gpu():
            return 1
        return max(1, min(MOST_FRONTENDS, round(cores()) // CORES_PER_FRONTEND))

    @property
    def counts_rates_here(self) -> bool:
        """True where rates are counted in the memory of this predictor, not in a store that replicas share."""
        return bool(self.rate_limit) and self.rate_limit_uri.startswith("async+memory://")

    @property
    def counts_budgets_here(self) -> bool:
        """True where the keys' budgets are counted in the memory of this predictor."""
        return self.rate_limit_uri.startswith("async+memory://")

    @property
    def rate_limit_uri(self) -> str:
        """The `limits` library's URI of the rate limit's store."""
        return async_uri(self.rate_limit_storage)

    @property
    def keys(self) -> tuple[str, ...]:
        """The accepted API keys."""
        return tuple(key.strip() for key in self.api_keys.get_secret_value().split(",") if key.strip())

    def export(self) -> None:
        """Set the environment variables that libraries read; must run before they are imported."""
        if self.cache_dir is not None:
            os.environ.setdefault("HF_HOME", str(self.cache_dir))
        # transformers and huggingface_hub warn about, or ignore, the old name.
        os.environ.pop("TRANSFORMERS_CACHE", None)


# Settings that exclude each other: a condition under which the start ends, and the message.
CONTRADICTIONS: Final[tuple[tuple[Callable[[Settings], bool], str], ...]] = (
    (
        lambda chosen: chosen.engine_name == "transformers" and chosen.concurrency_limit > 5,
        "MAX_CONCURRENT_INFERENCE must be 5 or less with LLM_ENGINE=transformers",
    ),
    (
        lambda chosen: chosen.engine_name == "transformers" and chosen.frontends > 1,
        "LLM_FRONTENDS must be 1 with LLM_ENGINE=transformers, because each front end would load the model",
    ),
    (lambda chosen: chosen.audit == "otlp" and not chosen.otlp_endpoint, "LLM_AUDIT=otlp needs OTEL_EXPORTER_OTLP_ENDPOINT"),
    (
        lambda chosen: chosen.audit_text and not chosen.pii,
        "LLM_AUDIT_TEXT needs LLM_PII=true, because the record must hold no text that is not masked",
    ),
    (lambda chosen: chosen.grace_sec < chosen.drain_delay_sec, "LLM_GRACE_SEC must not be below LLM_DRAIN_DELAY_SEC"),
    (
        lambda chosen: chosen.key_file is not None and not chosen.rate_limit_uri.startswith(LEDGER_STORES),
        "LLM_RATE_LIMIT_STORAGE must be memory:// or redis://HOST:PORT with LLM_KEY_FILE",
    ),
    (
        lambda chosen: chosen.engine_name == "upstream" and not chosen.upstream_urls,
        "LLM_ENGINE=upstream needs LLM_UPSTREAM_URLS, such as http://vllm:8000",
    ),
)


def has_gpu() -> bool:
    """True where the kernel shows a GPU to this container; imports nothing."""
    return any(next(Path("/dev").glob(pattern), None) is not None for pattern in GPU_DEVICES)


def cores() -> float:
    """Cores that this process may use: of its affinity, and of its container's quota where one is set."""
    allowed = float(len(os.sched_getaffinity(0)))
    try:
        quota, period = CPU_QUOTA.read_text().split()
        return allowed if quota == "max" else min(allowed, int(quota) / int(period))
    except (OSError, ValueError):
        return allowed


def async_uri(store: str) -> str:
    """The URI by which the `limits` library makes its asynchronous storage of `store`."""
    return store if store.startswith("async+") else f"async+{store}"


def check_upstream(url: str) -> None:
    """Raise ValueError for a URL that is no plain http(s) address; the message does not quote it, because it may hold a key."""
    parts = urlsplit(url)
    try:
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise ValueError("LLM_UPSTREAM_URLS: each must look like http://host:8000, with a path at most")
    if parts.username or parts.password:
        raise ValueError("LLM_UPSTREAM_URLS: give the key by LLM_UPSTREAM_API_KEY, not within the URL")
