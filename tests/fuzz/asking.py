"""Requests to one route: in half of them at most one value is wrong, so that they come far."""

import re
from urllib.parse import quote

from hypothesis import strategies as st
from urllib3.filepost import encode_multipart_formdata
from werkzeug.routing import Rule

from tests.fuzz.known import NEEDED, Headers, Known
from tests.fuzz.routes import OWN
from tests.fuzz.wire import Sent
from tests.fuzz.words import HEADERS, files, header_values, values, words

Pairs = list[tuple[str, bytes]]

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FUZZ")
ENDINGS = (*[""] * 9, "/", "//", "/..", "/.", "%00", ";a", "%2F", "?&=&", "%")
LOOSE = "<>\"'/\\:;%=&+?{}|^`~[]@!$()*,"  # what browsers encode, and others may not
FORM = "application/x-www-form-urlencoded"
VARIABLE = re.compile(r"<(?:any\((.*?)\):|\w+:)?(\w+)>")


@st.composite
def requests_to(draw: st.DrawFn, rule: Rule, known: Known) -> Sent:
    honest = draw(st.booleans())
    method = draw(st.sampled_from(_methods(rule, honest)))
    target = draw(path(rule, known, honest))
    headers = draw(st.just(known.headers) if honest else odd_headers(known))
    pairs = draw(right(rule, known) if honest else any_pairs(known))
    if method != "POST":
        return Sent(method, f"{target}?{draw(encoded(pairs))}".rstrip("?"), headers)
    kind, content = draw(body(pairs) if honest else any_body(pairs))
    return Sent(method, target, [("Content-Type", kind), *headers], content)


def _methods(rule: Rule, honest: bool) -> list[str]:
    """Mostly those that the route takes."""
    own = sorted((rule.methods or set()) - OWN)
    right = [*own, *own, "HEAD"] if "GET" in own else own
    return right if honest else [*right * 4, *METHODS]


@st.composite
def path(draw: st.DrawFn, rule: Rule, known: Known, honest: bool) -> str:
    def part(found: re.Match[str]) -> str:
        choices = found[1].split(", ") if found[1] else known.fields[found[2]]
        if honest:
            return draw(st.sampled_from(choices))
        word = draw(st.sampled_from(choices).map(str.encode) | values())
        return quote(word, safe=draw(st.sampled_from(["", LOOSE])))

    filled = VARIABLE.sub(part, rule.rule)
    return filled if honest else filled + draw(st.sampled_from(ENDINGS))


@st.composite
def right(draw: st.DrawFn, rule: Rule, known: Known) -> Pairs:
    """What is needed, some of what is possible, and in half of them one that is wrong."""
    optional = [name for name, examples in known.fields.items() if examples]
    names = [*NEEDED.get(rule.endpoint, ("username",))]
    if rule.endpoint != "marks.mark":  # it refuses what it does not know
        names += draw(st.lists(st.sampled_from(optional), max_size=2))
    file = known.files.get(rule.endpoint, known.files[""])
    pairs = [(name, file if name == "file" else _right(draw, name, known)) for name in names]
    if draw(st.booleans()):
        pairs[draw(st.integers(0, len(pairs) - 1))] = (draw(st.sampled_from(names)), draw(values()))
    return pairs


def _right(draw: st.DrawFn, name: str, known: Known) -> bytes:
    return draw(st.sampled_from(known.fields[name])).encode()


@st.composite
def any_pairs(draw: st.DrawFn, known: Known) -> Pairs:
    named = st.sampled_from(sorted(known.fields))
    pairs: Pairs = []
    for name in draw(st.lists(named | named | words(), max_size=6)):
        examples = [it.encode() for it in known.fields.get(name, ())]
        pairs.append((name, draw(st.sampled_from(examples) | values() if examples else values())))
    return pairs


@st.composite
def encoded(draw: st.DrawFn, pairs: Pairs) -> str:
    safe = draw(st.sampled_from(["", "", LOOSE.replace("&", "").replace("=", "")]))
    return "&".join(f"{quote(name, safe)}={quote(value, safe)}" for name, value in pairs)


@st.composite
def odd_headers(draw: st.DrawFn, known: Known) -> Headers:
    """In part those of this site's page, so that a form is not refused for its origin alone."""
    odd = draw(st.dictionaries(st.sampled_from(HEADERS), header_values(), max_size=4))
    own = dict(known.headers) if draw(st.booleans()) else {}
    return list((own | odd).items())


@st.composite
def body(draw: st.DrawFn, pairs: Pairs) -> tuple[str, bytes]:
    if not any(name == "file" for name, _ in pairs):
        return FORM, draw(encoded(pairs)).encode()
    parts = [(name, ("a.zip", value) if name == "file" else value) for name, value in pairs]
    content, kind = encode_multipart_formdata(parts)
    return kind, content


@st.composite
def any_body(draw: st.DrawFn, pairs: Pairs) -> tuple[str, bytes]:
    """A form, files, or something else under the name of any."""
    form = draw(encoded(pairs)).encode()
    parts = [(name, (draw(words()), draw(files()))) for name, _ in [*pairs, ("file", b"")]]
    in_parts, kind = encode_multipart_formdata(parts)
    kinds = st.sampled_from([FORM, kind, "application/json"]) | header_values()
    return draw(st.sampled_from([(FORM, form), (kind, in_parts)]) | st.tuples(kinds, files()))
