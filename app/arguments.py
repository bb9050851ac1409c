"""The arguments of a request, as the models of queries take them."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, StringConstraints
from werkzeug.datastructures import MultiDict

MOST_LETTERS = 200  # of a name


def separated(values: object) -> object:
    """Each value by itself, whether the argument was repeated or holds commas.

    >>> separated(["Drama, Comedy", "Horror"])
    ['Drama', 'Comedy', 'Horror']
    """
    listed = [values] if isinstance(values, str) else values
    if not isinstance(listed, list):
        return values
    return [part.strip() for value in listed for part in str(value).split(",") if part.strip()]


def filled(args: MultiDict[str, str]) -> MultiDict[str, str]:
    """Without the fields of a form that were left empty."""
    return MultiDict((name, value) for name, value in args.items(multi=True) if value.strip())


Name = Annotated[str, StringConstraints(max_length=MOST_LETTERS)]
Names = Annotated[list[Name], BeforeValidator(separated)]


def given(model: type[BaseModel], args: MultiDict[str, str]) -> dict[str, Any]:
    """The arguments that `model` knows: those of which it takes many as lists."""
    fields = model.model_fields
    return {
        name: args.getlist(name) if "list" in str(fields[name].annotation) else args[name]
        for name in args
        if name in fields
    }
