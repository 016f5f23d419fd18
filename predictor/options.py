"""The command line and .env.example, both made from the settings class."""

import argparse
import re
import shlex
import sys
from collections.abc import Iterable
from difflib import get_close_matches

from pydantic import AliasChoices, SecretStr, ValidationError
from pydantic_settings import SettingsError

from predictor.config import Settings

# KServe's names of the same settings, which its controller passes to transformers. `predictor_protocol` is read apart.
KSERVE_OPTIONS = {
    "port": ("--http-port",),
    "timeout_sec": ("--predictor-request-timeout-seconds",),
    "upstream_urls": ("--predictor-host",),
    "upstream_tls": ("--predictor-use-ssl",),
    "upstream_retries": ("--predictor-request-retries",),
}
# Kubernetes sets such variables for each Service of the namespace, also for one named llm-….
SERVICE_LINK = re.compile(r"_SERVICE_(HOST|PORT)(_|$)|_PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?$")


def env_name(field: str) -> str:
    """The environment variable of a field."""
    alias = Settings.model_fields[field].validation_alias
    assert isinstance(alias, AliasChoices)
    return str(alias.choices[0])


def shown_default(field: str) -> str:
    """A field's default as help and .env.example print it."""
    default = Settings.model_fields[field].default
    if field == "model":
        return "the demo model"
    if isinstance(default, SecretStr) or default in ("", (), None, {}):
        return ""
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default).lower() if isinstance(default, bool) else str(default)


def parser() -> argparse.ArgumentParser:
    """The command line, made from the settings class."""
    made = argparse.ArgumentParser(
        prog="python -m predictor",
        usage="python -m predictor [--OPTION VALUE ...] [-- VLLM_ARGUMENT ...]\n       python -m predictor keys|rollout --help",
        description="Serve an LLM behind KServe's protocols. What follows `--` is passed to vLLM's own parser.",
        allow_abbrev=False,
    )
    for name, field in Settings.model_fields.items():
        default = shown_default(name)
        text = f"{field.description} [{env_name(name)}]" + (f" (default: {default})" if default else "")
        options = ["--" + name.replace("_", "-"), *KSERVE_OPTIONS.get(name, ())]
        made.add_argument(*options, dest=name, metavar="VALUE", default=argparse.SUPPRESS, help=text.replace("%", "%%"))
    help_text = "KServe's option of transformers: both HTTP protocols mean OpenAI's API here; grpc-v2 is not spoken to upstreams."
    made.add_argument("--predictor-protocol", choices=["v1", "v2"], default=argparse.SUPPRESS, help=help_text)
    return made


def load(argv: list[str]) -> Settings:
    """Read the settings; exits with code 2 and one line for each wrong one, which names its variable."""
    own, passed = (argv[: argv.index("--")], argv[argv.index("--") + 1 :]) if "--" in argv else (argv, [])
    own = [_dashed(word) for word in own]
    given = vars(parser().parse_args(own))
    given.pop("predictor_protocol", None)
    if passed:
        given["vllm_args"] = shlex.join(passed)
    try:
        return Settings(**{env_name(name): value for name, value in given.items()})
    except ValidationError as error:
        for line in complaints(error):
            print(line, file=sys.stderr)
        raise SystemExit(2) from None
    except SettingsError as error:
        named = next((env_name(field) for field in Settings.model_fields if f'"{field}"' in str(error)), str(error))
        print(f"error: {named}: not valid JSON", file=sys.stderr)
        raise SystemExit(2) from None


def complaints(error: ValidationError) -> list[str]:
    """One line for each wrong setting: its variable and the fault, without the value, because it may be a key."""
    lines = []
    for item in error.errors(include_input=False, include_url=False):
        name = str(item["loc"][0]) if item["loc"] else ""
        message = item["msg"].removeprefix("Value error, ")
        lines.append(f"error: {name + ': ' if name else ''}{message}")
    return lines


def unknown(environment: Iterable[str]) -> list[str]:
    """One line for each LLM_ variable that is no setting, with the closest setting's name."""
    names = [env_name(field) for field in Settings.model_fields]
    lines = []
    for name in sorted(environment):
        if name.startswith("LLM_") and name not in names and not SERVICE_LINK.search(name):
            close = get_close_matches(name, names, 1)
            lines.append(f"{name} is not a setting" + (f"; was {close[0]} meant?" if close else ""))
    return lines


def _dashed(word: str) -> str:
    if not word.startswith("--"):
        return word
    name, equals, value = word.partition("=")
    return name.replace("_", "-") + equals + value


def env_example() -> str:
    """The text of .env.example: every variable, its meaning, its default."""
    lines = ["# Made by `python -m predictor.options > .env.example`; `make lint` checks that it is current."]
    for name, field in Settings.model_fields.items():
        lines += ["", f"# {field.description}", f"# {env_name(name)}={shown_default(name) if name != 'model' else ''}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(env_example())
