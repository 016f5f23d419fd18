"""Make a chart's `values.schema.json`, `files/defaults.yaml` and the table in its README.md from the comments in `values.yaml`.

    python charts/document.py charts/llm-predictor            # write all three
    python charts/document.py charts/llm-predictor --check    # exit 1 and a diff when one is not current

The comment block right above a key is its description. A line `# @schema {...}` in it (YAML) adds JSON schema to the schema
of the default value. `{$like: image}` takes the schema of another value, in which null and "" are allowed everywhere: both
leave the other value as it is. `## Title` begins a section of the table. `files/defaults.yaml` holds the default of every
path, because templates cannot read values.yaml and `--set gpu=null` removes a default.
"""

import argparse
import difflib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BEGIN, END = "<!-- values: made by charts/document.py -->", "<!-- end of values -->"
TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


class DocumentError(Exception):
    """values.yaml breaks a rule of this file; the message names the line."""


@dataclass
class Value:
    """One key of values.yaml."""

    path: tuple[str, ...]
    default: Any
    description: str
    schema: dict[str, Any]
    section: str
    children: list["Value"] = field(default_factory=list)


class Reader:
    """Walks values.yaml's nodes, whose line numbers lead to the comments that PyYAML drops."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)
        self.data = yaml.safe_load(text)

    def values(self) -> list[Value]:
        """The tree of all keys; raises DocumentError for a key without a description."""
        return self._mapping(self.root, self.data, ())

    def _mapping(self, node: Any, data: dict[str, Any], path: tuple[str, ...]) -> list[Value]:
        made = []
        for key, child in node.value:
            here = (*path, key.value)
            description, schema = self._comment(key.start_mark.line)
            default = data[key.value]
            nested = isinstance(default, dict) and bool(default) and not child.flow_style and "$like" not in schema
            value = Value(here, default, description, schema, self._section(key.start_mark.line))
            if nested:
                value.children = self._mapping(child, default, here)
            elif not description:
                raise DocumentError(f"values.yaml:{key.start_mark.line + 1}: {'.'.join(here)} has no comment")
            made.append(value)
        return made

    def _comment(self, line: int) -> tuple[str, dict[str, Any]]:
        words: list[str] = []
        schema: dict[str, Any] = {}
        unfinished = ""
        for text in self._block_above(line):
            if unfinished or text.startswith("@schema"):
                unfinished += text.removeprefix("@schema")
                if unfinished.count("{") == unfinished.count("}"):
                    schema |= yaml.safe_load(unfinished)
                    unfinished = ""
            elif not text.startswith("#"):
                words.append(text)
        if unfinished:
            raise DocumentError(f"values.yaml:{line + 1}: the schema above has an open brace")
        return " ".join(words), schema

    def _block_above(self, line: int) -> list[str]:
        first = line
        while first > 0 and self.lines[first - 1].lstrip().startswith("#"):
            first -= 1
        return [text.lstrip().removeprefix("#").strip() for text in self.lines[first:line]]

    def _section(self, line: int) -> str:
        titles = (text[3:].strip() for text in reversed(self.lines[:line]) if text.startswith("## "))
        return next(titles, "")


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with null allowed: `--set nodeSelector.zone=null` removes what an earlier values file has set."""
    made = dict(schema)
    if "type" in made:
        made["type"] = [*([made["type"]] if isinstance(made["type"], str) else made["type"]), "null"]
    if "enum" in made:
        made["enum"] = [*made["enum"], None]
    return made


def optional(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with null allowed at every depth, and "" for every string."""
    made = nullable({key: value for key, value in schema.items() if key not in {"default", "minLength"}})
    if "properties" in made:
        made["properties"] = {name: optional(value) for name, value in made["properties"].items()}
    if "pattern" in made:
        made["pattern"] = f"^$|{made['pattern']}"
    if "enum" in made:
        made["enum"] = [*made["enum"], ""]
    return made


def schema_of(values: list[Value]) -> dict[str, Any]:
    """An object schema in which nothing is required and nothing unknown is allowed."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {value.path[-1]: _schema(value) for value in values},
    }


def _schema(value: Value) -> dict[str, Any]:
    declared = dict(value.schema)
    if like := declared.pop("$like", None):
        return {"description": value.description, "$ref": f"#/$defs/{like}"}
    if value.children:
        made = schema_of(value.children)
    elif value.default is None:
        made = {}
    else:
        made = {"type": TYPES[type(value.default)]}
        if made["type"] == "object" and "additionalProperties" not in declared:
            raise DocumentError(f"{'.'.join(value.path)}: an object without keys needs `# @schema {{additionalProperties: …}}`")
    if isinstance(declared.get("additionalProperties"), dict):
        declared["additionalProperties"] = nullable(declared["additionalProperties"])
    described = {"description": value.description} if value.description else {}
    return described | made | declared | ({} if value.children else {"default": value.default})


def schema_text(values: list[Value], title: str) -> str:
    """values.schema.json."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | schema_of(values)
    made["properties"]["global"] = {"description": "Helm's own values for subcharts.", "type": "object"}
    likes = sorted({value.schema["$like"] for value in leaves(values) if "$like" in value.schema})
    made["$defs"] = {like: optional(made["properties"][like]) for like in likes}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def leaves(values: list[Value]) -> Iterator[Value]:
    """Every value without children, in the order of values.yaml."""
    for value in values:
        if value.children:
            yield from leaves(value.children)
        else:
            yield value


def defaults_text(values: list[Value]) -> str:
    """files/defaults.yaml: `values` maps each path to its default, `nullable` does so for values in which null means something.

    A template gives the second kind back only when the whole section is missing.
    """
    head = "# Made by charts/document.py from values.yaml.\n"
    made: dict[str, dict[str, Any]] = {"values": {}, "nullable": {}}
    for value in leaves(values):
        made["nullable" if "null" in value.schema.get("type", []) else "values"][".".join(value.path)] = value.default
    return head + yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=200)


def table(values: list[Value]) -> str:
    """The README's tables, one for each section."""
    lines: list[str] = []
    section = ""
    for value in leaves(values):
        if value.section != section:
            section = value.section
            lines += ["", f"### {section}", "", "| Value | Default | What it does |", "|---|---|---|"]
        lines.append(_row(value))
    return "\n".join(lines).strip() + "\n"


def _row(value: Value) -> str:
    default = json.dumps(value.default, ensure_ascii=False)
    choices = value.schema.get("enum", [])
    text = value.description + (f" One of {', '.join(f'`{json.dumps(choice)}`' for choice in choices)}." if choices else "")
    return f"| `{'.'.join(value.path)}` | `{default}` | {text.replace('|', '&#124;')} |"


def readme_text(readme: str, made: str) -> str:
    """README.md with the tables between the markers replaced."""
    if BEGIN not in readme or END not in readme:
        raise DocumentError(f"README.md needs the lines {BEGIN} and {END}")
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: f"{BEGIN}\n\n{made}\n{END}", readme, flags=re.DOTALL)


def documents(chart: Path) -> dict[Path, str]:
    """The text of each generated file."""
    values = Reader((chart / "values.yaml").read_text()).values()
    readme = chart / "README.md"
    title = f"Values of {chart.name}"
    return {
        chart / "values.schema.json": schema_text(values, title),
        chart / "files" / "defaults.yaml": defaults_text(values),
        readme: readme_text(readme.read_text(), table(values)),
    }


def main(argv: list[str]) -> int:
    """Write, or compare with --check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chart", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is not current")
    options = parser.parse_args(argv)
    stale = False
    try:
        made = documents(options.chart)
    except DocumentError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for path, text in made.items():
        old = path.read_text() if path.exists() else ""
        if options.check and old != text:
            stale = True
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), text.splitlines(True), str(path), "from values.yaml", n=1)
            )
        elif not options.check:
            path.write_text(text)
    if stale:
        print("Not current: run `make chart-docs`.", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
