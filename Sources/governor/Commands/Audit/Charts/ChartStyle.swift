/// How charts look: classes, since a strict content security policy lets no element carry a style of its own.
enum ChartStyle {
    /// The colours by name, for light and for dark surroundings. Series differ in shape or dashes too.
    ///
    /// Text has a contrast of at least 4.5 to its background, marks of 3 (WCAG 2.2).
    static let colours: [(name: String, light: String, dark: String)] = [
        ("back", "#ffffff", "#15181d"), ("ink", "#1a1f27", "#e8eaee"), ("muted", "#586170", "#a0a9b8"),
        ("grid", "#e4e7ec", "#2b313b"), ("axis", "#9aa3b0", "#5c6675"), ("blue", "#1f5fa8", "#7db2ff"),
        ("orange", "#b8450b", "#ff9d66"), ("green", "#1d7a4f", "#5fd09a"), ("purple", "#7a3fa0", "#c99af0"),
        ("band", "#f6f7f9", "#1b2027"),
    ]

    /// The declarations of the colours for one kind of surroundings.
    static func variables(isDark: Bool) -> String {
        colours.map { "--\($0.name):\(isDark ? $0.dark : $0.light)" }.joined(separator: ";")
    }

    /// The rules of the charts' classes.
    static let rules = """
        .chart{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;\
        font-size:12px;font-variant-numeric:tabular-nums}
        .chart .back{fill:var(--back)}.chart .band{fill:var(--band)}
        .chart text{fill:var(--ink)}.chart .heading{font-size:16px;font-weight:600}.chart .strong{font-weight:600}
        .chart .muted{fill:var(--muted)}.chart .tick{fill:var(--muted);font-size:11px}
        .chart .grid{stroke:var(--grid)}.chart .axis{stroke:var(--axis)}
        .chart .limit{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:5 3}
        .chart .ideal{stroke:var(--muted);stroke-dasharray:2 3}.chart .now{stroke:var(--muted);stroke-dasharray:1 2}
        .chart .plain{stroke:var(--blue);fill:var(--blue)}.chart .alarm{stroke:var(--orange);fill:var(--orange)}
        .chart .small{stroke:var(--axis);fill:var(--back)}
        .chart .whisker{stroke-width:2;stroke-linecap:round}.chart .mark{stroke-width:1.5}
        .chart .stem{stroke-width:7;opacity:.32;stroke-linecap:butt}.chart .stem.small{stroke:var(--axis)}
        .chart .bar{stroke:none;opacity:.78}.chart .bar.small{fill:var(--axis)}.chart .was{stroke:var(--ink);stroke-width:2.4}
        .chart .before{stroke:var(--axis);fill:var(--back)}
        .chart .bounds{stroke:var(--green);fill:var(--green);fill-opacity:.14;stroke-width:1.2}
        .chart .series{fill:none;stroke-width:2;stroke-linejoin:round}
        .chart .s0{stroke:var(--blue)}.chart .s1{stroke:var(--orange);stroke-dasharray:7 3}
        .chart .s2{stroke:var(--green);stroke-dasharray:2 3}.chart .s3{stroke:var(--purple);stroke-dasharray:9 3 2 3}
        """

    /// How many series can be told apart.
    static let seriesLimit = 4

    /// The style element of a chart that is a file of its own.
    static let standalone = """
        <style>.chart{color-scheme:light dark;\(variables(isDark: false))}
        @media (prefers-color-scheme:dark){.chart{\(variables(isDark: true))}}
        \(rules)</style>
        """
}
