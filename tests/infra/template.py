"""A synthesised stage, read as AWS will read it: from its templates."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.assembly import assembly


@dataclass(frozen=True)
class Deployable:
    """Both templates of one stage. `resources` holds them by logical id, which do not clash between the two."""

    folder: Path
    stage: str
    resources: dict[str, dict[str, Any]]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of every resource of a type, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }

    def functions(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Logical id and properties of every function, by the name that the topology gives it."""
        prefix = f"portavoce-{self.stage}-"
        return {
            properties["FunctionName"].removeprefix(prefix): (name, properties)
            for name, properties in self.of_type("AWS::Lambda::Function").items()
        }


def synthesised(stage: str) -> Deployable:
    """The stage as `make synth` makes it."""
    return read_assembly(assembly(stage), stage)


def read_assembly(folder: Path, stage: str) -> Deployable:
    """What was synthesised into a folder."""
    resources: dict[str, dict[str, Any]] = {}
    for part in ("data", "app"):
        template = json.loads((folder / f"portavoce-{stage}-{part}.template.json").read_text())
        assert not resources.keys() & template["Resources"].keys()
        resources |= template["Resources"]
    return Deployable(folder, stage, resources)


def flat(value: Any) -> str:
    """A reference of CloudFormation as one readable line: `<id>.Arn`, the name of an export, or joined text."""
    match value:
        case str():
            return value
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return f"<{name}>"
        case {"Fn::Join": [between, parts]}:
            return str(between).join(flat(part) for part in parts)
    raise AssertionError(f"a form of reference that this reader does not know: {value}")


def listed(value: Any) -> Iterator[Any]:
    """One or several, as IAM allows both."""
    yield from value if isinstance(value, list) else [value]
