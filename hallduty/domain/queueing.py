"""Waiting time in a hall: the formulas of queueing theory that the crowd desk stands on.

Two questions have two answers, and neither stands in for the other:

* How long does the last of those who wait NOW still wait? All c windows are busy while anybody
  waits, so people leave them at the rate of c in every `minutes`; the last of n is called at
  the n-th departure. With exponential service times that moment is Erlang(n, c/minutes)
  distributed and its mean is exactly n * minutes / c (the draining queue; L. Kleinrock,
  Queueing Systems, vol. 1, Wiley 1975, sections 2.4 and 3.5). For other service times it is
  the mean of a renewal flow of the same rate, right in the limit. Who comes later does not
  matter to it: first come, first served.
* How long will people wait on average IF they go on coming at this rate? M/M/c in the steady
  state: Poisson arrivals, exponential service, c servers, by A. K. Erlang's delay formula
  (Erlang C; Solution of some problems in the theory of probabilities of significance in
  automatic telephone exchanges, 1917; Kleinrock 1975, section 3.5). It exists only while the
  load is below 1; at or above it the queue grows without end, and that is said instead.
"""

from __future__ import annotations


def drain_minutes(waiting: float, windows: int, minutes: float) -> float:
    """Return the expected time until the last of `waiting` people is called (draining queue)."""
    return waiting * minutes / windows


def load(windows: int, minutes: float, arrivals: float) -> float:
    """Return the load of each window: arrivals an hour over what the windows manage an hour."""
    return arrivals * minutes / (60 * windows)


def erlang_c(windows: int, offered: float) -> float:
    """Return the probability that somebody who comes has to wait (Erlang C).

    `offered` is the offered load in erlangs and must be below `windows`. By the recursion of
    Erlang B, which neither overflows nor loses digits.
    """
    blocked = 1.0
    for number in range(1, windows + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked / (1 - offered / windows * (1 - blocked))


def steady_minutes(windows: int, minutes: float, arrivals: float) -> float | None:
    """Return the mean wait in M/M/c; None where the load is 1 or more and there is none."""
    offered = arrivals * minutes / 60
    if offered >= windows:
        return None
    return erlang_c(windows, offered) * minutes / (windows - offered)


def left_after(
    waiting: float, windows: int, minutes: float, arrivals: float, later: float
) -> float:
    """Return how many will wait in `later` minutes, as a flow: never fewer than none.

    With zero windows nobody leaves.
    """
    served = windows * later / minutes
    return max(0.0, waiting + arrivals * later / 60 - served)


def empty_minutes(waiting: float, windows: int, minutes: float, arrivals: float) -> float | None:
    """Return when nobody will wait any more, as a flow; None: as things stand, never."""
    faster = windows / minutes - arrivals / 60
    if waiting <= 0:
        return 0.0
    return waiting / faster if faster > 0 else None
