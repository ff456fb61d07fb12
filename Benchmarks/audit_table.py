"""The table of docs/audit.md about what an audit costs, from the raw output of audit.sh."""


def cells(row):
    whole = row["whole"]
    return f"{whole['wall_s']:.2f} | {whole['processor_s']:.2f} | {row['resident_mib']:.0f}"


def beside(ours, row, name, part):
    used = row[part]["processor_s"]
    return f"{name}: {used:.2f} s, {used / ours['whole']['processor_s']:.1f}×"


def rates(report):
    """Rows per second of processor time, of the stream and of the table."""
    summary = report["summary"]
    return (report["stream_rows"] / summary["stream"]["whole"]["processor_s"],
            report["rows"] / summary["full"]["whole"]["processor_s"])


def table(report):
    """The text between the markers of docs/audit.md."""
    summary = report["summary"]
    yield (f"{report['rounds']} rounds on {report['cores']} cores, which began at a load of {report['load_average_before'][0]:.1f}; medians. A million "
           "rows of seven columns are 33 MB; both tables of twenty columns together 303. Ours is the time of the whole program, reading and "
           "SHA-256 included; it takes "
           f"{summary['idle']['resident_mib']:.0f} MiB to print its version. Beside it stand the processor times of others, without their imports, and "
           "where they take tables that are in memory, without reading, or of the whole program; and how many times ours that is.\n")
    yield "| | wall, s | processor, s | MiB | beside it |"
    yield "|---|---:|---:|---:|---|"
    two, three, full, drift = (summary[name] for name in ("two_attributes", "three_attributes", "full", "drift"))
    yield (f"| Two attributes, without scores | {cells(two)} | {beside(two, summary['fairlearn'], 'Fairlearn, five metrics', 'work')}; "
           f"{beside(two, summary['fairlearn'], 'the whole program', 'whole')}; "
           f"{beside(two, summary['aequitas'], 'Aequitas, no intersections', 'work')} |")
    yield (f"| Three attributes, without scores | {cells(three)} | {beside(three, summary['polars'], 'Polars, counting alone', 'work')}; "
           f"{beside(three, summary['duckdb'], 'DuckDB, counting alone', 'work')} |")
    yield f"| Three attributes and scores: the full report | {cells(full)} | |"
    yield f"| Labels, predictions and scores: quality, with three bootstraps of 2,000 tables | {cells(summary['quality'])} | |"
    yield (f"| Drift of twenty columns, two million rows | {cells(drift)} | {beside(drift, summary['evidently'], 'Evidently, PSI', 'work')}; "
           f"{beside(drift, summary['evidently'], 'the whole program', 'whole')} |")
    stream, once = rates(report)
    yield (f"| The full report of {report['stream_rows'] // 1_000_000} million rows, as fast as a pipe brings them | {cells(summary['stream'])} | "
           f"{stream / 1e6:.2f} M rows per second of processor time, {stream / once:.2f} of those of a million |")
