"""Orders drawn by chance that one number fixes, each film's luck independent of the others'."""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

DOUBLING = 0.5  # stars more for which a film is twice as likely to come next


def luck(film_ids: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """A number between 0 and 1, both excluded, for each film.

    It depends on the seed and the film alone, so that films which come and go leave the others
    in their order.

    >>> luck(np.array([7, 3]), seed=1)[1] == luck(np.array([3]), seed=1)[0]
    np.True_
    """
    drawn = [blake2b(b"%d %d" % (seed, film), digest_size=6) for film in film_ids.tolist()]
    bits = np.array([int.from_bytes(one.digest()) for one in drawn], np.float64)
    return (bits + 0.5) / 2**48


def weighted(stars: NDArray[np.float64], chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys to sort films by, the lowest first; each film comes next with a chance in proportion
    to 2^(stars / DOUBLING), by the exponential race (Efraimidis & Spirakis 2006).

    A film without a prediction (NaN) has the chance of the lowest one.
    """
    known = stars[~np.isnan(stars)]
    filled = np.nan_to_num(stars, nan=known.min() if len(known) else 0.0)
    return -np.log(chances) / np.exp2(filled / DOUBLING)
