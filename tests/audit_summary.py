"""Tells what `pip-audit --format json` has found, here and on the page of a GitHub Actions run.

It reads that from its standard input, and ends with 1 unless all packages are sound.
"""

import json
import sys
from typing import Any

from app.jobs.summary import tell


def main() -> None:
    try:
        packages: list[dict[str, Any]] = json.load(sys.stdin)["dependencies"]
    except (ValueError, KeyError, TypeError):
        tell("Audit of packages", {"ended because": "pip-audit has made no report"})
        sys.exit(1)
    unknown = [package["name"] for package in packages if "vulns" not in package]
    weak = {package["name"]: _weaknesses(package) for package in packages if package.get("vulns")}
    told = {"packages": len(packages), "not looked up": len(unknown), "weak": len(weak), **weak}
    tell("Audit of packages", told)
    sys.exit(1 if unknown or weak or not packages else 0)


def _weaknesses(package: dict[str, Any]) -> str:
    found = [_weakness(it["id"], it["fix_versions"]) for it in package["vulns"]]
    return f"{package['version']} has {', '.join(found)}"


def _weakness(name: str, fixed: list[str]) -> str:
    return f"{name}, not since {' or '.join(fixed)}" if fixed else name


if __name__ == "__main__":
    main()
