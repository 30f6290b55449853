"""The JSON Schema (draft 2020-12) of events, derived from their types as all else is.

There are two of them. One is of what people write into files to be recorded: names stand where
keys belong, words where dates do, and what the log gives is not there. The other is of events as
they are stored. Neither refuses what the check of events accepts.
"""

from collections.abc import Mapping
from typing import NamedTuple

from timeline.event.schema import (
    LONGEST_LINE,
    Choice,
    Field,
    FreeMap,
    Many,
    Record,
    Scalar,
    Shape,
    amendable,
    fields_of,
    pattern,
)
from timeline.event.types import (
    DRAFTED,
    KINDS,
    ROLES,
    SCHEMA_VERSION,
    TYPES,
    Amendment,
    Event,
    Is,
)

Schema = dict[str, object]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_GIVEN = ("schema", "id", "recorded")
"""What the log gives, and nobody offers."""
_WORDS = {"kind": KINDS, "role": ROLES}
# An editor takes 2017, 1.5 and true in YAML for what they look like; here they are texts.
_SCALARS = ["string", "number", "boolean"]
# What editors know as \w has no letters but a to z.
_WORD = r"[^\x00-/:-@\[-^`{-\x7f](?:[^\x00-\x1f!-,./:-@\[-^`{-\x7f]{0,62}[^\x00-/:-@\[-^`{-\x7f])?"
_EDTF = r"[-+0-9XYETZS.,:/?~%\[\]{}]+"


def of_offered() -> Schema:
    """The schema of one document of a file to be recorded; without `event`, a happening."""
    return _Derived(stored=False).whole()


def of_stored() -> Schema:
    """The schema of one stored event."""
    return _Derived(stored=True).whole()


class _Derived(NamedTuple):
    """Derives one of the two schemas."""

    stored: bool

    def whole(self) -> Schema:
        kinds = {name: cls for name, cls in TYPES.items() if self.stored or name in DRAFTED}
        defs: dict[str, object] = {name: self.event(cls) for name, cls in kinds.items()}
        for cls in kinds.values():
            self.records(cls, defs)
        title = "An event of a timeline, as it is stored" if self.stored else "An event to add"
        return {
            "$schema": _DRAFT,
            "title": title,
            "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
            "$defs": defs,
        }

    def records(self, cls: type, defs: dict[str, object]) -> None:
        """Define the records that a type holds, and those that these hold."""
        for field in fields_of(cls).values():
            shape = field.shape.item if isinstance(field.shape, Many) else field.shape
            if isinstance(shape, Record) and shape.cls.__name__ not in defs:
                if field.name in _GIVEN and not self.stored:
                    continue
                defs[shape.cls.__name__] = self.object(shape.cls)
                self.records(shape.cls, defs)

    def event(self, cls: type[Event]) -> Schema:
        found = self.object(cls)
        if cls is Amendment:
            found |= _amendment(self.properties(cls))
        return found

    def object(self, cls: type) -> Schema:
        fields = self.fields(cls)
        required = [field.name for field in fields if self.needed(cls, field)]
        return {
            "type": "object",
            "description": (cls.__doc__ or "").partition("\n")[0],
            "properties": self.properties(cls),
            "required": required,
            "additionalProperties": False,
        }

    def fields(self, cls: type) -> list[Field]:
        given = () if self.stored or not issubclass(cls, Event) else _GIVEN
        return [field for field in fields_of(cls).values() if field.name not in given]

    def properties(self, cls: type) -> dict[str, Schema]:
        return {field.name: self.field(cls, field) for field in self.fields(cls)}

    def needed(self, cls: type, field: Field) -> bool:
        # A document that does not say what it is is a happening.
        optional = not self.stored and field.name == "event" and cls is TYPES["happening"]
        return field.required and not optional

    def field(self, cls: type, field: Field) -> Schema:
        if issubclass(cls, Event) and field.name == "event":
            return {"const": cls.EVENT, "description": field.about}
        if issubclass(cls, Event) and field.name == "schema":
            return {"enum": [SCHEMA_VERSION, int(SCHEMA_VERSION)], "description": field.about}
        about = field.about
        if not self.stored and field.shape == Scalar(Is("edtf")):
            about = f"{about}: EDTF, or words such as summer 2017"
        return {"description": about, **self.shape(field.shape)}

    def shape(self, shape: Shape) -> Schema:
        match shape:
            case Scalar(must_be):
                return self.scalar(must_be)
            case Choice(values):
                truths = [value == "true" for value in values if value in ("true", "false")]
                return {"enum": [*values, *truths]}
            case Record(cls, short):
                whole: Schema = {"$ref": f"#/$defs/{cls.__name__}"}
                return {"anyOf": [_line(), whole]} if short else whole
            case Many(item, or_one):
                one = self.shape(item)
                many: Schema = {"type": "array", "items": one}
                return {"anyOf": [one, many]} if or_one else many
            case FreeMap(deep):
                free: Schema = {"type": "object"}
                return free if deep else {**free, "additionalProperties": {"type": _SCALARS}}

    def scalar(self, must_be: Is) -> Schema:
        match must_be.kind:
            case "text":
                return {"type": _SCALARS, "minLength": 1}
            case "edtf" if self.stored:
                return {"type": _SCALARS, "pattern": f"^{_EDTF}$"}
            case "word":
                known = {"enum": list(_WORDS[must_be.of])}
                return {"anyOf": [known, {"type": "string", "pattern": f"^{_WORD}$"}]}
            case "edtf" | "key" | "id" if not self.stored:
                return _line()
        form = pattern(must_be.kind).replace(r"\d", "[0-9]")
        return {"type": _SCALARS, "pattern": f"^(?:{form})$"} if form else _line()


def _line() -> Schema:
    # Of several lines none is meant; a blank one says nothing.
    return {"type": _SCALARS, "pattern": r"^[^\n]*\S[^\n]*$", "maxLength": LONGEST_LINE}


def _amendment(properties: Mapping[str, Schema]) -> Schema:
    """What an amendment may change, and that it changes something or settles a fork."""
    free = list(amendable())
    changed = {
        "set": {**properties["set"], "propertyNames": {"enum": free}},
        "unset": {**properties["unset"], "items": {"enum": free}},
    }
    settles = {"properties": {"after": {"minItems": 2}}}
    return {
        "properties": {**properties, **changed},
        "anyOf": [{"required": ["set"]}, {"required": ["unset"]}, settles],
    }
