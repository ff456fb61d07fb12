import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files that an audit's report is written to, beside what it prints.
struct AuditFiles: ParsableArguments {
    @Option(help: ArgumentHelp("Where the report goes as one HTML page with drawings.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Where it goes as Markdown for a pull request.", valueName: "file"))
    var markdown: String?

    @Option(help: ArgumentHelp("Where what stands out goes as SARIF 2.1.0 for code scanning.", valueName: "file"))
    var sarif: String?

    @Option(help: ArgumentHelp("The folder that the drawings go to as SVG files.", valueName: "folder"))
    var charts: String?

    /// The paths of the files; those of drawings are not known before.
    var paths: [String?] { [html, markdown, sarif] }

    /// Writes the files that were asked for.
    func write(_ document: some AuditDocument) throws {
        if let html { try OutputFile(html).write(document.html) }
        if let markdown { try OutputFile(markdown).write(document.markdown) }
        if let sarif { try OutputFile(sarif).write(AuditSARIF(document: document).text) }
        if let charts { try write(document.charts, to: charts) }
    }

    private func write(_ drawings: [Chart], to folder: String) throws(CommandError) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw .unwritable(path: folder, reason: SystemFailure().text)
        }
        for drawing in drawings { try OutputFile("\(folder)/\(drawing.id).svg").write(drawing.file) }
    }
}
