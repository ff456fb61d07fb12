"""The tables of docs/gateway.md about what the gateway costs, from the raw output of gateway.sh."""


def spread(values, digits=0):
    """A median with its range over the rounds."""
    median, low, high = (f"{value:,.{digits}f}" for value in values)
    return f"{median} ({low}–{high})"


def times(factor):
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.2g}"


def rows(report):
    nginx = report["summary"]["nginx proxy_pass"]["processor_us_c8"][0]
    yield "| | added p50, µs | added p99, µs | processor µs a request, 1 / 8 connections | × nginx | requests/s on one core |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, row in report["summary"].items():
        used = row["processor_us_c8"]
        yield (f"| {name} | {spread(row['added_p50_us'])} | {spread(row['added_p99_us'])} | "
               f"{row['processor_us_c1'][0]:,.0f} / {spread(used)} | {used[0] / nginx:.1f} | "
               f"{spread(row['requests_per_second_c32'])} |")


def stream_rows(report):
    yield "| | streams | first word, p50 / p99 µs | every word, p50 / p99 µs | events held, p50 / p99 | MiB idle / with 512 streams |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, row in report["streams"].items():
        cells = [f"{row[key]['p50']:,} / {row[key]['p99']:,}" for key in ("first_us", "words_us", "held_events")]
        yield f"| {name} | {row['asked']} | {' | '.join(cells)} | {row['resident_idle_mib']:.0f} / {row['resident_512_mib']:.0f} |"


def tables(report):
    """The text between the markers of docs/gateway.md."""
    rounds = 1 + max(block["round"] for block in report["blocks"])
    yield (f"{rounds} rounds on {report['cores']} cores: what is measured on one, the upstream and the load on the other. An fdatasync of "
           f"4 KiB took {report['fdatasync_us'] / 1e3:.2f} ms in the same run, which began at a load of "
           f"{report['load_average_before'][0]:.1f}. A question of 1 KiB, an answer of 1 KiB, an upstream that answers at once. Added is "
           "what comes on top of asking the upstream directly, with one connection; medians, and the range of the rounds.\n")
    yield from rows(report)
    yield ("\nA stream of a word every 20 ms, one at a time: how long after the server's newest event a word came, which is what the gateway adds "
           "to its hold-back, and how many events a word waited for. Then 512 streams at once.\n")
    yield from stream_rows(report)


def peer_rows(report):
    """The text between the markers of the table of other governed gateways."""
    ours = next(row for name, row in report["summary"].items() if name.startswith("Governor"))
    rounds = 1 + max(block["round"] for block in report["blocks"])
    yield (f"{rounds} rounds in one run, each gateway and its services on one core; an upstream that answers at once, a question and an answer of "
           f"1 KiB. An fdatasync of 4 KiB took {report['fdatasync_us'] / 1e3:.2f} ms. Medians, and the range of the rounds.\n")
    yield "| | processor µs a request, 1 / 8 connections | × ours, 8 | added p50, ms, 1 connection | requests/s, 8 | MiB |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, row in report["summary"].items():
        added = [value / 1e3 for value in row["added_p50_us_c1"]]
        yield (f"| {name} | {row['processor_us_c1'][0]:,.0f} / {spread(row['processor_us_c8'])} | "
               f"{times(row['processor_us_c8'][0] / ours['processor_us_c8'][0])} | {spread(added, 1)} | "
               f"{row['requests_per_second_c8'][0]:,.0f} | {row['resident_mib']:.0f} |")


def layer_rows(report):
    """The text between the markers of the table of layers."""
    yield "| processor µs a request | " + " | ".join(report) + " |"
    yield "|---|" + "---:|" * len(report)
    first = next(iter(report.values()))["shares"]
    for layer in first:
        cells = [f"{run['shares'].get(layer, 0) * run['processor_us']:.0f}" for run in report.values()]
        yield f"| {layer} | {' | '.join(cells)} |"
    yield "| together | " + " | ".join(f"{run['processor_us']:.0f}" for run in report.values()) + " |"
