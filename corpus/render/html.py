"""A document as a web page: the content alone (for printing) or inside a site's menu, crumbs and footer."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from mingdan.core.records import Document
from mingdan.corpus.render.blocks import Block, blocks
from mingdan.corpus.render.furniture import furniture

_FRAME = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_{site}</title>
<meta name="viewport" content="width=device-width">
<style>body{{font-family:sans-serif}}table{{border-collapse:collapse}}td,th{{border:1px solid #999;padding:2px 6px}}
</style>
<script>var tip = "<p>本页由脚本生成</p>";</script></head>
<body><div class="header"><a href="/">{site}</a></div>
<ul class="nav">{menu}</ul>
<div class="crumbs">{crumbs}</div>
<div class="main"><div class="article">
{content}
</div></div>
<div class="sidebar"><h3>相关链接</h3><ul>{related}</ul></div>
<div class="footer">{footer}</div></body></html>
"""


def content(document: Document) -> str:
    """The blocks of a document as HTML, escaped: the first line as ``h1`` where it is short, tables as ``table``.

    >>> content(Document("d", "甲 < 乙 & 丙"))
    '<h1>甲 &lt; 乙 &amp; 丙</h1>'
    """
    parts = blocks(document.text)
    return "\n".join(_block(block, first=index == 0) for index, block in enumerate(parts))


def _block(block: Block, *, first: bool) -> str:
    if block.rows:
        return _table(block.rows)
    tag = "h1" if first and len(block.text) <= 60 else "p"
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def _links(texts: Sequence[str]) -> str:
    return "".join(f'<li><a href="/a/{n}.html">{escape(text)}</a></li>' for n, text in enumerate(texts))


def page(document: Document) -> str:
    """The whole web page of a document."""
    web = furniture("web")
    return _FRAME.format(
        title=escape(document.title or document.id),
        site=escape(web["site"]),
        menu=_links(web["menu"]),
        crumbs=" &gt; ".join(escape(text) for text in web["crumbs"]),
        content=content(document),
        related=_links(web["related"]),
        footer="".join(f"<span>{escape(text)}</span> " for text in web["footer"]),
    )


def write_html(document: Document, path: Path) -> None:
    """Write the web page of a document, UTF-8."""
    path.write_text(page(document), encoding="utf-8")
