import GovernorCore
import GovernorGateway
import GovernorPolicy
import GovernorServer
import Logging

/// Where traces go.
struct TelemetryOptions: Sendable, Equatable {
    /// A collector's address, without the path; nil for no traces.
    var endpoint: String?
    /// The whole address for traces, where it is another one.
    var tracesEndpoint: String?
    /// The file of header fields to send along.
    var headersFile: String?
    /// Which part of the traces is recorded that begin here.
    var sampleRatio = ExactDecimal(1)
    /// What calls itself so in every trace.
    var serviceName = "governor"

    /// Which part of the traces is recorded that begin here.
    var ratio: Double { sampleRatio.doubleValue }

    /// What sends spans to a collector; nil where there are no traces.
    ///
    /// - Throws: ``CommandError`` for a file that cannot be used, `ServiceClientError` for an address that cannot.
    func exporter(metrics: MetricsRegistry, logger: Logger) throws -> TraceExporter? {
        guard let url = tracesEndpoint ?? endpoint else { return nil }
        let client = try ServiceClient(
            collector: url, path: tracesEndpoint == nil ? "/v1/traces" : "",
            headers: headersFile.map { try HeaderFile($0).fields() } ?? [], timeout: Self.timeout)
        return TraceExporter(client, OTLPTraces(serviceName: serviceName), metrics: metrics, logger: logger)
    }

    /// How long a collector may take.
    private static let timeout = Duration.seconds(10)
}

extension TelemetryOptions {
    static let shape: Shape<TelemetryOptions> = Shape.object(
        "Where traces go.",
        .optional(
            "endpoint", .nonEmptyString,
            "The address of a collector of OTLP over HTTP, to which /v1/traces is added; no traces if left out."),
        .optional("traces_endpoint", .nonEmptyString, "The whole address for traces; made of endpoint if left out."),
        .optional(
            "headers_file", .nonEmptyString,
            "The file of header fields to send along, such as a key, each on a line 'name: value'; none if left out."),
        .defaulted(
            "sample_ratio", .decimal(in: ExactDecimal(0)...ExactDecimal(1)), to: TelemetryOptions().sampleRatio,
            shown: .integer(1),
            "Which part of the traces is recorded that begin here; of others whoever began them decides."),
        .defaulted("service_name", .nonEmptyString, to: "governor", "What the gateway calls itself in traces."),
        make: TelemetryOptions.init)
}

/// A file of header fields, each on a line of its own.
struct HeaderFile {
    /// More than a collector asks for.
    private static let limit = 16 << 10

    private let path: String

    init(_ path: String) { self.path = path }

    /// The fields; empty lines are passed over.
    func fields() throws(CommandError) -> [(name: String, value: String)] {
        let text = String(decoding: try InputFile(path, "header file").bytes(limit: Self.limit), as: UTF8.self)
        var fields: [(name: String, value: String)] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            let parts = line.split(separator: ":", maxSplits: 1).map { part in
                String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            }
            guard parts.count == 2, isName(parts[0]), parts[1].utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                // The line itself may be a key.
                throw .invalid(
                    path: path, problem: "line \(number + 1) is no header field", hint: "write 'name: value'")
            }
            fields.append((parts[0], parts[1]))
        }
        return fields
    }

    private func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
    }
}
