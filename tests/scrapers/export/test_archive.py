"""ZIPs that are no export."""

import io
import re
import stat
import struct
import zipfile
import zlib

import pytest

from scrapers.errors import EXPORT_SENTENCES, ExportError
from scrapers.export import archive
from scrapers.export.archive import unpack
from tests.scrapers.export.makers import WATCHED, make_zip

GOOD = make_zip({"watched.csv": WATCHED})


def refused(data: bytes) -> ExportError:
    with pytest.raises(ExportError) as caught:
        unpack(data)
    return caught.value


def test_only_files_about_films_and_the_profile_are_unpacked() -> None:
    names = [
        *("watched.csv", "ratings.csv", "diary.csv", "reviews.csv", "watchlist.csv"),
        *("likes/films.csv", "lists/best.csv", "profile.csv"),
    ]
    others = [
        *("comments.csv", "likes/reviews.csv", "likes/lists.csv", "deleted/diary.csv", "lists/"),
        *("orphaned/diary.csv", "deleted/lists/old.csv", "note.txt", "old-export.zip"),
    ]
    found = unpack(make_zip(dict.fromkeys(names + others, WATCHED)))
    assert sorted(found) == sorted(names)


@pytest.mark.parametrize(
    "folder", ["letterboxd-ada-2026-09-01-10-00-utc/", "letterboxd-ada\\", "My Export/"]
)
def test_an_export_packed_anew_in_its_folder_is_read(folder: str) -> None:
    files = dict.fromkeys([f"{folder}likes/films.csv", f"{folder}watched.csv"], WATCHED)
    junk: dict[str, str | bytes] = {"__MACOSX/._watched.csv": b"\0\5", ".DS_Store": b"\0"}
    assert sorted(unpack(make_zip({**files, **junk}))) == ["likes/films.csv", "watched.csv"]


def test_two_exports_in_one_are_refused() -> None:
    assert refused(make_zip({"a/watched.csv": "", "b/watched.csv": ""})).reason == "several_exports"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"profile.csv": "Username\nada\n"},
        {"deleted/diary.csv": WATCHED},
        {"inner.zip": GOOD},
        {"a/b/watched.csv": WATCHED},
        {"watched.txt": WATCHED},
    ],
)
def test_a_zip_without_films_is_refused(files: dict[str, str | bytes]) -> None:
    assert refused(make_zip(files)).reason == "no_films"


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"\0" * 1000, WATCHED.encode(), GOOD[:-30], b"\x1f\x8b" + GOOD[2:-40]]
)
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert refused(data).reason == "not_zip"


def test_fifty_megabytes_of_junk_are_refused() -> None:
    assert refused(b"\xa7" * 50_000_000).reason == "too_large"


@pytest.mark.parametrize(
    "name",
    ["../watched.csv", "a/../../watched.csv", "..\\watched.csv", "/etc/watched.csv", "C:\\w.csv"],
)
def test_a_path_out_of_the_archive_is_refused(name: str) -> None:
    assert refused(make_zip({"watched.csv": WATCHED, name: "x"})).reason == "unsafe"


def test_a_symbolic_link_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        link = zipfile.ZipInfo("watched.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    assert refused(buffer.getvalue()).reason == "unsafe"


def test_an_encrypted_entry_is_refused() -> None:
    at = GOOD.index(b"PK\x01\x02") + 8
    assert refused(GOOD[:at] + b"\x01" + GOOD[at + 1 :]).reason == "encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int) -> None:
    assert refused(make_zip({"watched.csv": WATCHED}, method)).reason == "damaged"


def test_a_flipped_byte_is_noticed() -> None:
    stored = make_zip({"watched.csv": WATCHED}, zipfile.ZIP_STORED)
    error = refused(stored.replace(b"The Lantern", b"The Lentern"))
    assert (error.reason, error.file) == ("damaged", "watched.csv")


def test_a_truncated_middle_is_refused() -> None:
    assert refused(GOOD[:60] + GOOD[80:]).reason == "damaged"


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    assert refused(archive.ENTRY_SIGNATURE * 10_001).reason == "too_many_files"


def test_a_bomb_is_refused() -> None:
    error = refused(make_zip({"watched.csv": b"a" * 20_000_000}))
    assert error.reason == "bomb"


def test_a_bomb_of_many_files_is_refused() -> None:
    files = {f"lists/{number}.csv": b"a" * 500_000 for number in range(100)}
    assert refused(make_zip(files)).reason == "bomb"


def test_a_bomb_that_claims_to_be_small_unpacks_to_no_more_than_it_claims() -> None:
    packed = make_zip({"watched.csv": b"a" * 20_000_000})
    small = packed.replace(struct.pack("<I", 20_000_000), struct.pack("<I", 200))
    crc = struct.pack("<I", zlib.crc32(b"a" * 20_000_000))
    lying = small.replace(crc, struct.pack("<I", zlib.crc32(b"a" * 200)))
    assert len(unpack(lying)["watched.csv"]) == 200


def test_a_file_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILE", 100)
    error = refused(make_zip({"watched.csv": b"a" * 101}))
    assert (error.reason, error.file) == ("too_large", "watched.csv")


def test_files_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 150)
    assert refused(make_zip(dict.fromkeys(["watched.csv", "diary.csv"], b"a" * 100))).reason == (
        "too_large"
    )


def test_every_refusal_says_what_to_do() -> None:
    for reason, sentence in EXPORT_SENTENCES.items():
        assert sentence.endswith("."), reason
        assert re.search("upload|download", sentence, re.IGNORECASE), reason
