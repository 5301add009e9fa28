#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bench/scaling_model.py [--serve S] [--travel S] [--start S] [--seed N]: what a sweep on many ranks
takes, by a formula and by a simulation of its scheduler (docs/scaling.md has the table).

`ranks` compute; rank 0, not counted among them, serves one message at a time. Each holds one cell more
than it computes, and gets the next with each result. Cell times are lognormal. Ends with 1 if formula
and simulation differ by more than a tenth.

  --serve   rank 0 reads a result, checks and keeps it and sends a cell, with its share of writing
            to disk; seconds (bench/README.md)
  --travel  a message from rank to rank, seconds
  --start   each rank compiles the base and lets it learn, seconds

The formula: the longer of what the ranks compute and what rank 0 serves, and the wait for the last
cells, of which the slowest of so many takes mean x (1/2 + cv sqrt(2 ln ranks)).
"""
import argparse
import heapq
import math
import random
import sys

CV = 0.3  # of cell times: standard deviation over mean


def formula(cells, ranks, mean, serve, travel, start):
    busy = cells * mean / ranks
    served = cells * serve
    round_trip = 2 * travel + serve
    # The cell in hand hides a round trip; what is longer is waited for with every cell.
    waited = cells / ranks * max(0.0, round_trip - mean)
    end = mean * (0.5 + CV * math.sqrt(2 * math.log(ranks)))
    return start + max(busy + waited, served) + end


def simulation(cells, ranks, mean, serve, travel, start, rng):
    """Event by event: results arrive at rank 0, are served in order, cells arrive at ranks."""
    sigma = math.sqrt(math.log(1 + CV * CV))
    mu = math.log(mean) - sigma * sigma / 2
    hold = 2
    left = cells
    free_at = start  # when rank 0 can serve again
    queue = []  # (time at rank 0, rank) of messages
    works_until = [start] * ranks
    last = start
    for rank in range(ranks):
        for _ in range(hold):
            heapq.heappush(queue, (start + travel, rank))
    while queue:
        arrives, rank = heapq.heappop(queue)
        free_at = max(free_at, arrives) + serve
        last = max(last, free_at)
        if left == 0:
            continue
        left -= 1
        begins = max(works_until[rank], free_at + travel)
        works_until[rank] = begins + math.exp(rng.gauss(mu, sigma))
        heapq.heappush(queue, (works_until[rank] + travel, rank))
    return last


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--serve", type=float, default=50e-6)
    parser.add_argument("--travel", type=float, default=300e-6)
    parser.add_argument("--start", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    print("| ranks | cells | a cell | formula | simulation | efficiency | simulated / formula |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    apart = False
    for ranks, cells, mean in ((10, 10_000, 0.1), (100, 100_000, 0.1), (100, 100_000, 10.0),
                               (1000, 1_000_000, 0.1), (1000, 1_000_000, 1.0),
                               (1000, 1_000_000, 10.0), (1000, 10_000, 10.0),
                               (1000, 1_000_000, 0.03)):
        expected = formula(cells, ranks, mean, given.serve, given.travel, given.start)
        found = simulation(cells, ranks, mean, given.serve, given.travel, given.start, rng)
        apart = apart or abs(found / expected - 1) > 0.1
        efficiency = cells * mean / ranks / found
        print(f"| {ranks:,} | {cells:,} | {mean:g} s | {expected:,.1f} s | {found:,.1f} s "
              f"| {100 * efficiency:.1f} % | {found / expected:.3f} |")
    sys.exit(1 if apart else 0)


if __name__ == "__main__":
    main()
