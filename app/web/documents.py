"""Documents of the repository as pages."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, render_template, send_from_directory
from markdown_it import MarkdownIt

from app.services import current_services

ROOT = Path(__file__).parents[2]
WIDE = 'class="wide" role="region" tabindex="0" aria-label='
BOXED = {
    "<table>": f'<div {WIDE}"Table"><table>',
    "</table>": "</table></div>",
    "<p><img": f'<p {WIDE}"Figure"><img',
    "<pre>": f'<pre {WIDE}"Code">',
}


class Document(NamedTuple):
    """A Markdown file, title and description of its page, and what stands above its text."""

    file: str
    title: str
    description: str
    above: str | None = None


DOCUMENTS = {
    "models": Document(
        "docs/models.md", "Models", "How films are picked, and how well that works, measured."
    ),
    "formulas": Document(
        "docs/formulas.md",
        "Formulas",
        "What is computed for groups, statistics and compatibility.",
    ),
    "faq": Document("docs/faq.md", "Questions", "Questions and answers about Projectionist."),
    "releases": Document("CHANGELOG.md", "Releases", "What changed in Projectionist."),
    "privacy": Document(
        "docs/privacy.md",
        "Privacy",
        "What Projectionist keeps of you, and how you have it removed.",
        "fragments/kept.html",
    ),
}


def _page(document: Document) -> str:
    services = current_services()
    return render_template(
        "document.html",
        title=f"{document.title} · Projectionist",
        description=document.description,
        document=document,
        body=_read(document.file),
        settings=services.settings,
    )


@cache
def _read(file: str) -> str:
    """All but the title, which is the page's."""
    _, _, text = (ROOT / file).read_text(encoding="utf-8").partition("\n")
    return rendered(text)


def rendered(text: str) -> str:
    """Markdown as HTML: markup within it stays text; wide tables and figures scroll by themselves.

    >>> rendered("Plain *words* <b>")
    '<p>Plain <em>words</em> &lt;b&gt;</p>\\n'
    """
    html: str = MarkdownIt("js-default").render(text)
    for tag, boxed in BOXED.items():
        html = html.replace(tag, boxed)
    return html


def inline(text: str) -> str:
    """One paragraph of Markdown as HTML, without the paragraph.

    >>> inline("`busy`: wait <b>")
    '<code>busy</code>: wait &lt;b&gt;'
    """
    html: str = MarkdownIt("js-default").renderInline(text)
    return html


def leaderboard() -> Response:
    """The figure in docs/models.md, at the address that its page looks for."""
    return send_from_directory(ROOT / "docs", "leaderboard.svg")


def _view(document: Document) -> Callable[[], str]:
    return lambda: _page(document)  # no partial: what counts requests wants a name


documents = Blueprint("documents", __name__)
for name, document in DOCUMENTS.items():
    documents.add_url_rule(f"/{name}", name, _view(document))
documents.add_url_rule("/leaderboard.svg", "leaderboard", leaderboard)
