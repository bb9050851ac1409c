"""What somebody with bad intentions, or a broken program, writes where a value should be."""

import zipfile

from hypothesis import strategies as st

from tests.fuzz.verdict import ELSEWHERE
from tests.scrapers.export import makers

POLYGLOT = '\'"onfuzz="1"><fuzz>'  # an attribute where one may begin, else an element
# Of pages and images, of addresses, of headers, of templates and queries; of numbers and names.
WORDS = (
    *("<fuzz>", '"onfuzz="1', "'onfuzz='1", '"><fuzz x="', "</script><fuzz>", "--><fuzz>", "]]>"),
    *(f"//{ELSEWHERE}", f"https://{ELSEWHERE}/", f"/\\{ELSEWHERE}", f"\t//{ELSEWHERE}", "/a b"),
    *("javascript:fuzz()", "data:text/html,<fuzz>", "../../etc/passwd", "..%2f..%2f", "/", ""),
    *("a\r\nX-Fuzz: 1", "\0", "\ufeff", "\u202e", "ﬀ", "é" * 40, "İ", "x" * 3000, " ", "%"),
    *("{{7*7}}", "{reason}", "%s%n", "';--", "*", "=1+1", "\ud7ff", "null", "true", "[]", "{}"),
    *("0", "-1", "1e999", "NaN", "-inf", "٣", "9223372036854775808", "0.1", "10001:", "1:NaN"),
)
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type", "Cookie"),
    *("Host", "If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Projectionist-Visitor"),
    *("Range", "Referer", "Sec-Fetch-Site", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-HTTP-Method-Override", "X-Request-ID", "X-Original-URL"),
)
IN_HEADERS = (
    *("*", "gzip", "gzip;q=x, br;q=", "text/html;q=nan", "text/csv;;;", "application/json", "é"),
    *("bytes=0-", "bytes=9-1,-", 'W/"', '"*"', "Thu, 99 Foo 0000", "=;=;a", "127.0.0.1, <fuzz>"),
    *("projectionist_visitor=<fuzz>", "Bearer", "Basic é", "cross-site", "null", "text/html"),
    *(ELSEWHERE, "[::1", "here:port", "a@here", "::1", "h:99999999", "x" * 64, "a..b"),
    *("multipart/form-data", "multipart/form-data; boundary=", "text/html; charset=utf-7"),
    "application/x-www-form-urlencoded; charset=nonsense",
)
FILES = (
    *(b"", b"PK\3\4", b"Name,Year\n<fuzz>,x\n", b"\xff\xfeN\0", b"Name\n" + b"a," * 2000),
    makers.make_zip({"watched.csv": f"{makers.FILM}\n2024-03-01,<fuzz>,2019,x\n"}),
    makers.make_zip({"profile.csv": 'Username\n"<fuzz>"\n', "watched.csv": makers.WATCHED}),
    makers.make_zip({"../watched.csv": makers.WATCHED}, zipfile.ZIP_STORED)[:-9],
)


def words() -> st.SearchStrategy[str]:
    """Any text that UTF-8 can hold."""
    return st.just(POLYGLOT) | st.sampled_from(WORDS) | st.text(max_size=40)


def values() -> st.SearchStrategy[bytes]:
    """Not all of them are UTF-8."""
    return words().map(str.encode) | st.binary(max_size=20)


def header_values() -> st.SearchStrategy[str]:
    return st.sampled_from(IN_HEADERS) | words()


def files() -> st.SearchStrategy[bytes]:
    return st.sampled_from(FILES) | st.binary(max_size=200)
