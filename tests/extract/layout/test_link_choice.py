from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.link_choice import MODELS, best_links
from mingdan.extract.layout.link_features import link_features
from mingdan.extract.layout.links import Scene, scene_links
from mingdan.extract.layout.page import Segment
from mingdan.extract.layout.rows import Row
from mingdan.extract.layout.textblocks import TextBlock, mark_edges
from mingdan.models.trees import shipped_trees

EM = 10.0


def _row(text: str, x: float, y: float, em: float = EM) -> Row:
    box = (x, y - em, x + em * len(text), y)
    return Row(Segment(text, *box, em), *box)


def _block(x: float, y: float, lines: list[str]) -> TextBlock:
    block = TextBlock()
    for at, line in enumerate(lines):
        indent = len(line) - len(line.lstrip("　"))
        block.add(_row(line.lstrip("　"), x + EM * indent, y + 15 * at))
    return block


def _scene() -> Scene:
    first = _block(
        0, 60, ["　　江州银行昨日公布了", "与互联网平台合作的机", "构名单，其中平台运营", "机构有十二家，增信服"]
    )
    second = _block(120, 60, ["务机构有三家，支付机", "构有两家。"])
    other = _block(0, 200, ["　　市图书馆今天开门。", "读者在门前排起了队。"])
    blocks = [first, second, other]
    mark_edges(blocks)
    heads = [Cluster([_row("江州银行公布合作名单", 0, 40, 20)]), Cluster([_row("图书馆开门", 0, 180, 20)])]
    return Scene(blocks, heads, EM)


def test_the_models_ask_for_what_the_features_give() -> None:
    links = scene_links(_scene())
    features = link_features(links)
    for head, name in MODELS.items():
        given = [
            set(own) for link, own in zip(links, features, strict=True) if isinstance(link.before, Cluster) == head
        ]
        assert given
        assert all(own == set(shipped_trees(name).names) for own in given)


def test_heads_lead_to_their_text_and_columns_to_the_next_one() -> None:
    scene = _scene()
    first, second, other = scene.blocks
    taken = {before: link.after for before, link in best_links(scene_links(scene)).items()}
    assert taken[id(scene.heads[0])] is first
    assert taken[id(first)] is second
    assert taken[id(scene.heads[1])] is other
    assert id(second) not in taken
