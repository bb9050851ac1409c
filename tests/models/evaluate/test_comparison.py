import numpy as np
import pytest

from models.evaluate.comparison import Marks, gains

MEMBERS = 60


def marks(error: float, hits: float) -> Marks:
    """Members who differ a lot from each other, and all alike from one model to the next."""
    own = np.random.default_rng(1).random(MEMBERS)
    counts = np.full(MEMBERS, 10.0)
    ranking = own * hits
    return Marks(
        counts * (error + own) ** 2, counts, {"ndcg@10": ranking, "recall@20": ranking / 2}
    )


def test_a_model_is_no_better_and_no_worse_than_itself() -> None:
    assert {tuple(gain) for gain in gains(marks(1, 1), marks(1, 1)).values()} == {(0, 0, 0)}


def test_a_small_gain_shows_although_the_figures_of_both_overlap() -> None:
    old, new = marks(1.0, 0.5), marks(0.98, 0.52)
    for name, gain in gains(old, new).items():
        assert gain.low > 0, name
        overlap = old.figures()[name], new.figures()[name]
        assert min(each.high for each in overlap) > max(each.low for each in overlap), name


def test_a_loss_is_below_zero_in_every_figure() -> None:
    assert all(gain.high < 0 for gain in gains(marks(0.98, 0.52), marks(1.0, 0.5)).values())


def test_the_gain_is_the_difference_of_the_figures() -> None:
    old, new = marks(1.0, 0.5), marks(0.7, 0.8)
    gain = gains(old, new)
    assert gain["rmse"].mean == pytest.approx(
        old.figures()["rmse"].mean - new.figures()["rmse"].mean
    )
    assert gain["ndcg@10"].mean == pytest.approx(
        new.figures()["ndcg@10"].mean - old.figures()["ndcg@10"].mean
    )


def test_members_whose_target_has_nothing_relevant_say_nothing_about_a_ranking() -> None:
    old, new = marks(1, 0.5), marks(1, 0.6)
    expected = gains(old.of(np.arange(MEMBERS) > 0), new.of(np.arange(MEMBERS) > 0))["ndcg@10"]
    old.rankings["ndcg@10"][0] = new.rankings["ndcg@10"][0] = np.nan
    assert gains(old, new)["ndcg@10"] == expected
