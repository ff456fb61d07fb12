import GovernorAudit
import GovernorCore
import GovernorPostgres
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresConnectionTests {
    /// Decisions as a database holds them, with what CSV has to quote.
    private static let statements = """
        CREATE SCHEMA hr;
        CREATE TABLE hr.decisions (sex text, "region, code" text, qualified int, hired boolean, score float8, weight numeric);
        INSERT INTO hr.decisions
        SELECT (ARRAY['f', 'm', NULL, 'a "quoted", text' || chr(10) || 'of two lines'])[1 + i % 4],
               (ARRAY['north', 'süd', ''])[1 + i / 3 % 3],
               i / 7 % 2, NULLIF(i * 31 % 11, 5) > 4, (i * 37 % 101) / 100.0, (1 + i % 3) / 2.0
        FROM generate_series(1, 5000) AS i;
        """

    private static let mapping: ColumnMapping = {
        var mapping = ColumnMapping(attributes: ["sex", "region, code"])
        (mapping.label, mapping.prediction, mapping.weight) = ("qualified", "hired", "weight")
        return mapping
    }()

    private static func cube(_ server: PostgresServer, _ query: String, _ mapping: ColumnMapping) async throws
        -> CountCube
    {
        let connection = try PostgresConnection(server.address)
        try connection.begin(query)
        return try await CubeReader.read(mapping, workers: 2) { try connection.nextPart() }
    }

    @Test func `a table counted in the database gives the cube that its rows give`() async throws {
        let server = try await PostgresServer.running(Self.statements)
        let rows = #"SELECT sex, "region, code", qualified, hired::text AS hired, score, weight FROM hr.decisions"#
        let whole = try await Self.cube(server, rows, Self.mapping)
        #expect(whole.total == 5000)
        let query = try CountQuery(Self.mapping, table: "hr.decisions")
        #expect(try await Self.cube(server, query.text(in: .postgres), query.mapping) == whole)

        var scored = Self.mapping
        (scored.prediction, scored.score, scored.threshold) = (nil, "score", 0.37)
        let decided = try CountQuery(scored, table: "hr.decisions", condition: "score < 0.9")
        let counted = try await Self.cube(server, decided.text(in: .postgres), decided.mapping)
        var local = Self.mapping
        local.prediction = "high"
        let part = #"SELECT *, score >= 0.37 AS "x", (score >= 0.37)::text AS high FROM hr.decisions WHERE score < 0.9"#
        #expect(try await Self.cube(server, part, local) == counted && counted.total < 5000)
    }

    @Test func `what would change something is refused, and what is wrong is said`() async throws {
        let server = try await PostgresServer.running(Self.statements)
        for (query, reason) in [
            ("DELETE FROM hr.decisions RETURNING 1", "read-only transaction"),
            (#"SELECT "nobody" FROM hr.decisions"#, "does not exist"),
            ("SELECT FROM nowhere.nothing", "does not exist"),
        ] {
            let connection = try PostgresConnection(server.address)
            #expect { try connection.begin(query) } throws: { error in
                guard case PostgresError.failed(let said) = error else { return false }
                return said.contains(reason)
            }
        }
        let connection = try PostgresConnection(server.address)
        try connection.begin("SELECT 1 / (5 - i) AS x FROM generate_series(1, 9) AS i")
        #expect(throws: PostgresError.failed(reason: "ERROR:  division by zero")) {
            while try connection.nextPart() != nil {}
        }
        let rows = try await Self.cube(server, "SELECT * FROM hr.decisions", ColumnMapping(attributes: ["sex"]))
        #expect(rows.total == 5000)
        #expect(try PostgresConnection(server.address).place.hasSuffix("/postgres"))
    }

    @Test(arguments: [
        "mysql://me:s3cret@localhost/x", "postgres://me:s3cret@localhost/x?nonsense=s3cret",
        "postgres://me:s3c%ZZret@localhost",
        "host=localhost password=s3cret", "postgres://me:s3cret@127.0.0.1:1/x",
    ])
    func `an address that leads nowhere is an error without its password`(address: String) {
        #expect { try PostgresConnection(address) } throws: { error in
            guard let error = error as? PostgresError else { return false }
            return !error.message.contains("s3c") && error.hint != nil
        }
    }
}
