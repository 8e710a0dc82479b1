"""Which of several documents belong to one notice: its pages in order, and its attachments.

Told by links to the next page and to files, by page numbers, by the carrier (an e-mail and what hangs on it) and by
names (``附件1.xlsx`` beside the only other document). Names and addresses are compared as text, none is opened.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from mingdan.extract.readers.base import Links

_PAGE_MARK = re.compile(
    r"[\s_\-—|（(【\[]*(?:第?\s*\d{1,4}\s*[页頁]|[（(]\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[)）]|\d{1,4}/\d{1,4})[】\])）]*"
)
_ATTACHED = re.compile(r"^(?:附件|附表|附录|附)\s*[\d一二三四五六七八九十]*(?![\w]*书)")
_ATTACHED_TO = re.compile(r"[\s\-_—.·（(【\[]*(?:的|之)?(?:附件|附表|附录)")


@dataclass(frozen=True, slots=True)
class Item:
    """One document: ``name`` with ``/`` between folders, what it says of its neighbours, its title.

    ``parent`` is the index of the document that it hangs on where its carrier says so. ``joins`` is false for a
    document that must stay apart (it has an id of its own): it can be an attachment, not a page of another.
    """

    name: str
    links: Links | None = None
    title: str | None = None
    parent: int | None = None
    joins: bool = True


@dataclass(frozen=True, slots=True)
class Bundle:
    """Indexes of the documents of one notice; ``why`` says for each but the first how it was told.

    ``missing`` are numbers of pages that are not among the documents.
    """

    pages: tuple[int, ...]
    attachments: tuple[int, ...] = ()
    why: dict[int, str] = field(default_factory=dict[int, str])
    missing: tuple[int, ...] = ()


def relate(items: Sequence[Item]) -> list[Bundle]:
    """Every document in exactly one bundle, in the order of the bundles' first documents.

    >>> first = Item("a/l.html", Links(next=("l_2.html",)))
    >>> [bundle.pages for bundle in relate([first, Item("a/x.html"), Item("a/l_2.html")])]
    [(0, 2), (1,)]
    """
    finder = _Finder(items)
    chains = _chains(items, finder)
    owner = {index: chain[0] for chain in chains for index in chain}
    attached = _attached(items, finder, owner)
    below: dict[int, list[int]] = {}
    for index, (head, _) in attached.items():
        below.setdefault(head, []).append(index)
    bundles: list[Bundle] = []
    for chain in chains:
        if chain[0] in attached:
            continue
        hanging = sorted(below.get(chain[0], []))
        why = dict.fromkeys(chain[1:], "linked as the page after one of") | {i: attached[i][1] for i in hanging}
        pages = [index for index in chain if items[index].joins or index == chain[0]]
        apart = [index for index in chain if index not in pages]
        bundles.append(Bundle(tuple(pages), (*apart, *hanging), why, _missing(items, chain)))
    return bundles


class _Finder:
    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._names = _unique((item.name, index) for index, item in enumerate(items))
        self._addresses = _unique(
            (_bare(item.links.address), index) for index, item in enumerate(items) if item.links and item.links.address
        )

    def find(self, index: int, href: str) -> int | None:
        """The document behind a link of document ``index``."""
        item = self._items[index]
        address = item.links.address if item.links else None
        try:
            if address and (found := self._addresses.get(_bare(urljoin(address, href)))) is not None:
                return found
            split = urlsplit(href)
        except ValueError:
            return None
        path, folder = unquote(split.path), dirname(item.name)
        near = [] if split.scheme or split.netloc else [normpath(join(folder, path))]
        stem = basename(item.name).rpartition(".")[0]
        name = basename(path)
        beside = [join(folder, name), join(folder, f"{stem}_files", name), join(folder, f"{stem}.files", name)]
        options = [*near, *beside] if name and not split.query else []
        return next((self._names[option] for option in options if option in self._names), None)


def _unique(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    seen: dict[str, int] = {}
    double: set[str] = set()
    for name, index in pairs:
        if seen.setdefault(name, index) != index:
            double.add(name)
    return {name: index for name, index in seen.items() if name not in double}


def _bare(address: str | None) -> str:
    return re.sub(r"^https?://", "", (address or "").partition("#")[0]).rstrip("/")


def _chains(items: Sequence[Item], finder: _Finder) -> list[list[int]]:
    after = {index: found for index in range(len(items)) if (found := _next(items, finder, index)) is not None}
    times = Counter(after.values())
    after = {index: found for index, found in after.items() if times[found] == 1}
    chains: list[list[int]] = []
    placed: set[int] = set()
    targets = set(after.values())
    heads = [index for index in range(len(items)) if index not in targets]
    for head in heads:
        chain = [head]
        while (found := after.get(chain[-1])) is not None and found not in placed and found not in chain:
            chain.append(found)
        placed.update(chain)
        chains.append(chain)
    chains += [[index] for index in range(len(items)) if index not in placed]
    return sorted(_by_number(items, chains), key=min)


def _next(items: Sequence[Item], finder: _Finder, index: int) -> int | None:
    links = items[index].links
    for href in links.next if links else ():
        found = finder.find(index, href)
        if found is not None and found != index and _follows(items[index], items[found]):
            return found
    return None


def _follows(first: Item, second: Item) -> bool:
    one, two = first.links, second.links
    if one and two and one.page and two.page and one.pages and two.pages:
        return two.page == one.page + 1 and one.pages == two.pages
    return _plain(first.title) == _plain(second.title)


def _plain(title: str | None) -> str:
    return _PAGE_MARK.sub("", "".join((title or "").split()))


def _by_number(items: Sequence[Item], chains: list[list[int]]) -> list[list[int]]:
    """Chains of one title in one folder whose page numbers complete each other are one."""
    groups: dict[tuple[str, str, int], list[list[int]]] = {}
    rest: list[list[int]] = []
    for chain in chains:
        links = items[chain[0]].links
        title = _plain(items[chain[0]].title)
        if links and links.page and links.pages and links.pages > 1 and title:
            folder = dirname(_bare(links.address) if links.address else items[chain[0]].name)
            groups.setdefault((folder, title, links.pages), []).append(chain)
        else:
            rest.append(chain)
    for group in groups.values():
        numbers = [_number(items, index) for chain in group for index in chain]
        if len(set(numbers)) == len(numbers):
            rest.append(sorted((index for chain in group for index in chain), key=lambda i: _number(items, i)))
        else:
            rest += group
    return rest


def _number(items: Sequence[Item], index: int) -> int:
    links = items[index].links
    return links.page if links and links.page else 10_000 + index


def _missing(items: Sequence[Item], chain: Sequence[int]) -> tuple[int, ...]:
    links = items[chain[0]].links
    if len(chain) < 2 or not links or not links.pages or not links.page or links.pages > 1000:
        return ()
    seen: set[int] = set()
    number = 0
    for index in chain:
        own = items[index].links
        number = own.page if own and own.page else number + 1
        seen.add(number)
    return tuple(number for number in range(1, links.pages + 1) if number not in seen)


def _attached(items: Sequence[Item], finder: _Finder, owner: dict[int, int]) -> dict[int, tuple[int, str]]:
    """For each attachment the first page of its notice and how that is known."""
    sizes = Counter(owner.values())
    singles = {index for index in owner if sizes[owner[index]] == 1}
    found: dict[int, tuple[int, str]] = {}
    for index, item in enumerate(items):
        if item.parent is not None and item.parent != index:
            found[index] = (owner[item.parent], "attached to")
    linked: dict[int, set[int]] = {}
    for index, item in enumerate(items):
        for href in item.links.files if item.links else ():
            target = finder.find(index, href)
            if target is not None and target in singles and owner[target] != owner[index]:
                linked.setdefault(target, set()).add(owner[index])
    for target, sources in linked.items():
        if len(sources) == 1:
            found.setdefault(target, (next(iter(sources)), "linked as an attachment of"))
    for index, head in _by_name(items, singles).items():
        found.setdefault(index, (owner[head], "named as an attachment of"))
    return {index: (head, why) for index, (head, why) in found.items() if head not in found}


def _by_name(items: Sequence[Item], singles: set[int]) -> dict[int, int]:
    folders: dict[str, list[int]] = {}
    for index in sorted(singles):
        folders.setdefault(dirname(items[index].name), []).append(index)
    found: dict[int, int] = {}
    for indexes in folders.values():
        hanging = [index for index in indexes if _ATTACHED.match(basename(items[index].name))]
        others = [index for index in indexes if index not in hanging]
        if len(others) == 1:
            found |= dict.fromkeys(hanging, others[0])
        found |= dict(_by_stem(items, others))
    return found


def _by_stem(items: Sequence[Item], indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    stems = {basename(items[index].name).rpartition(".")[0]: index for index in indexes}
    for stem, index in stems.items():
        match = _ATTACHED_TO.search(stem)
        head = stems.get(stem[: match.start()]) if match and match.start() else None
        if head is not None and head != index:
            yield index, head
