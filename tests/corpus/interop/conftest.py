"""One document that shows every case: a mention over a line break, an astral character, values of all kinds, a row."""

import pytest

from mingdan.core.records import Document, Entity, Institution, Partnership

TEXT = "😀江州\n银行与云桥科技合作，2025年10月起助贷。"


def _entity(start: int, end: int, label: str, value: str | None) -> Entity:
    return Entity(start, end, label, TEXT[start:end], value)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def sample() -> Document:
    """The document; its row goes from the first mention to the second."""
    bank = "江州银行股份有限公司"
    role = "platform.facilitation"
    return Document(
        id="d1",
        text=TEXT,
        genre="news",
        title="合作",
        entities=(
            _entity(1, 6, "INST", bank),
            _entity(7, 11, "INST", "云桥科技"),
            _entity(14, 22, "DATE", "2025-10"),
            _entity(23, 25, "ROLE", role),
        ),
        institutions={bank: Institution("bank"), "云桥科技": Institution("technology")},
        partnerships=(Partnership(bank, "云桥科技", role, "added", "report", "2025-10", None, TEXT[1:13], 1, 13),),
    )
