import Foundation
import GovernorCore
import Testing

/// `governor ledger` and `governor verify`, as somebody types them.
@Suite struct LedgerCommandTests {
    private let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    /// Runs a script; `append NOTE [options]` records a note in `demo`, `verify FILE` checks with its public key.
    private func shell(_ script: String) async throws -> CommandRun {
        let helpers = """
            append() { note=$1; shift; echo "{\\"note\\": \\"$note\\"}" |
              governor ledger append --create --ledger demo --type note.added "$@"; }
            verify() { governor verify "$@" --key demo/keys/ledger.vkey; }
            id() { sed -n 's/.*"id": "\\(.*\\)",/\\1/p'; }

            """
        return try await CommandRun.shell(helpers + script, in: folder)
    }

    @Test func `a receipt verifies offline with only the public key`() async throws {
        let run = try await shell(
            "append light --receipt r.tlog-proof >/dev/null && rm -r demo/*.sqlite* && verify r.tlog-proof")
        #expect(run.status == 0, "\(run.everything)")
        let said = run.output.replacing(/governor\.local\/[0-9a-f]{8}/, with: "<name>")
        let expected = "VALID\nEntry 0 of log '<name>' is included in the signed tree of 1 entries: 'note.added'"
        #expect(said.hasPrefix(expected), "\(run.output)")
    }

    @Test func `a receipt with one byte changed is tampered`() async throws {
        let run = try await shell("append light --receipt r >/dev/null && sed -i '2s/eyJ/eyK/' r && verify r")
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("TAMPERED\n"))
    }

    @Test func `a receipt by another ledger's key is by an unknown key`() async throws {
        let run = try await shell(
            "append light --receipt r >/dev/null && governor ledger keygen --ledger other > key && governor verify r --key key"
        )
        #expect(run.status == 4)
        #expect(run.output.hasPrefix("UNKNOWN KEY\n"))
    }

    @Test func `an erased payload is included and erased, with its basis`() async throws {
        let run = try await shell(
            """
            id=$(append secret --data-subject user-7 --format json | id)
            governor ledger erase --ledger demo --data-subject user-7 --basis gdpr:art-17 --approver dpo >/dev/null
            governor ledger proof --ledger demo --pack $id > pack.json
            verify pack.json
            """)
        #expect(run.status == 3, "\(run.everything)")
        #expect(run.output.hasPrefix("INCLUDED, PAYLOAD ERASED\n"))
        #expect(run.output.contains("erased under basis 'gdpr:art-17'"))
    }

    @Test func `a pack shows payloads, and a changed one is tampered`() async throws {
        let run = try await shell(
            """
            id=$(append light --format json | id)
            governor ledger proof --ledger demo --pack $id > pack.json
            verify pack.json && sed -i 's/light/night/' pack.json && verify pack.json --format json
            """)
        #expect(run.status == 1)
        #expect(run.output.contains("The payload shown is the one recorded."))
        #expect(run.output.contains(#""outcome": "tampered""#))
    }

    @Test(arguments: [
        "verify missing.tlog-proof", "append light >/dev/null; governor verify --key nothing demo/anchor",
    ])
    func `what cannot be read is exit 2`(script: String) async throws {
        let run = try await shell(script)
        #expect(run.status == 2)
        #expect(run.diagnostics.hasPrefix("error: "))
    }

    @Test func `the same idempotency key records once`() async throws {
        let run = try await shell(
            "append light --idempotency-key k && append light --idempotency-key k && append night --idempotency-key k")
        #expect(run.status == 2)
        #expect(run.output.split(separator: "\n").map { $0.hasPrefix("already recorded") } == [false, true])
        #expect(run.diagnostics.contains("the idempotency key was used before"))
    }

    @Test func `a sound ledger is sound, and a changed one says where`() async throws {
        let sound = try await shell(
            "append one >/dev/null && append two >/dev/null && governor ledger fsck --ledger demo")
        #expect(sound.status == 0)
        #expect(sound.output == "sound: 2 entries in 1 streams, 0 payloads erased\n")
        // The leaf's type stands in the file in the clear; the last copy is the one in use.
        let database = folder.url.appending(path: "demo/ledger.sqlite")
        var bytes = try Data(contentsOf: database)
        let place = try #require(bytes.range(of: Data("note.added\",\"v\":1".utf8), options: .backwards))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: database)
        let changed = try await shell("governor ledger fsck --ledger demo --format json")
        #expect(changed.status == 1, "\(changed.everything)")
        #expect(changed.output.contains(#""kind": "entry-changed""#))
    }

    @Test func `evidence of a history that the ledger does not have is tampered`() async throws {
        let run = try await shell(
            """
            append one >/dev/null && cp -r demo fork && append two >/dev/null
            echo '{}' | governor ledger append --ledger fork --type note.added --receipt forked >/dev/null
            verify forked && governor ledger verify --ledger demo forked
            """)
        #expect(run.status == 1)
        #expect(run.output.contains("this ledger has another history"))
    }

    @Test func `a restored backup is refused`() async throws {
        let run = try await shell(
            "append one >/dev/null && cp demo/ledger.sqlite backup && append two >/dev/null && "
                + "rm demo/ledger.sqlite* && cp backup demo/ledger.sqlite && append three")
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("it is an older copy"))
    }

    @Test func `an erasure under another pseudonym key, which would miss what it must find, is refused`() async throws {
        let run = try await shell(
            """
            id=$(append secret --data-subject user-7 --format json | id)
            governor ledger keygen --ledger other >/dev/null && cp other/keys/pseudonym.key demo/keys/
            governor ledger erase --ledger demo --data-subject user-7 --basis b --approver a; status=$?
            governor ledger proof --ledger demo --pack $id && exit $status
            """)
        #expect(run.status == 2, "\(run.everything)")
        #expect(run.output.contains("secret"), "nothing is erased")
        #expect(run.diagnostics.contains("keys/pseudonym.key is not the key that this database was written with"))
    }

    @Test func `a ledger whose wrapping keys are lost says what to put back`() async throws {
        let run = try await shell("append one >/dev/null; rm demo/keys/wrapping-keys.sqlite*; append two")
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.diagnostics.contains("does not have the key of entry 0"))
        #expect(run.diagnostics.contains("put the newest copy of keys/wrapping-keys.sqlite back"))
        #expect(!folder.has("demo/keys/wrapping-keys.sqlite"))
    }

    @Test(arguments: ["verify pack.json", "verify pack.json --format json"])
    func `a pack without entries is not valid`(script: String) async throws {
        try folder.write(#"{"format": "governor-evidence-pack/v1", "entries": []}"#, to: "pack.json")
        let run = try await shell("governor ledger keygen --ledger demo >/dev/null; \(script)")
        #expect(run.status == 1)
        #expect(run.output.contains("there is no entry, so nothing is shown"))
    }

    @Test func `a stream that nobody wrote to is no evidence`() async throws {
        let run = try await shell("append one >/dev/null; governor ledger proof --ledger demo --stream typo")
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.diagnostics.contains("there is no fact of stream 'typo'"))
    }

    @Test(arguments: ["demo/keys/ledger.key", "$(cat demo/keys/ledger.key)"])
    func `a private key given for the public one is never repeated`(key: String) async throws {
        let run = try await shell("append one --receipt r >/dev/null; governor verify r --key \"\(key)\"")
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("is a private signing key"))
        #expect(run.diagnostics.contains("give the public key"))
        let line = try folder.text("demo/keys/ledger.key")
        let secret = try #require(line.split(separator: "+", maxSplits: 4).last).dropLast()
        #expect(!run.everything.contains(secret))
    }

    @Test func `keys that have lost database and anchor sign no second history`() async throws {
        let run = try await shell(
            """
            append one >/dev/null; rm demo/ledger.sqlite* demo/anchor
            append two; status=$?
            governor ledger reanchor --ledger demo --accept-size 0 --approver dpo >/dev/null
            governor ledger fsck --ledger demo && exit $status
            """)
        #expect(run.status == 2, "\(run.everything)")
        #expect(run.output == "sound: 1 entries in 1 streams, 0 payloads erased\n")
        #expect(run.diagnostics.contains("the anchor file is missing"))
        #expect(run.diagnostics.contains("governor ledger reanchor"))
    }

    @Test func `a public key that is not the signing key's is refused`() async throws {
        let run = try await shell(
            """
            append one >/dev/null; cp demo/keys/ledger.vkey own
            governor ledger keygen --ledger other > demo/keys/ledger.vkey; append two
            """)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("demo/keys/ledger.vkey is not the public key of the ledger.key beside it"))
        #expect(run.diagnostics.contains(try folder.text("own")))
    }

    @Test(arguments: ["ledger.key", "ledger.vkey", "pseudonym.key"])
    func `a key file that is lost is to be put back, not made anew`(name: String) async throws {
        let run = try await shell("append one >/dev/null; rm demo/keys/\(name); append two")
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("demo/keys/\(name) does not exist, and the ledger does"))
        #expect(run.diagnostics.contains("put the file back"))
        #expect(!run.diagnostics.contains("keygen"))
        #expect(!folder.has("demo/keys/\(name)"))
    }

    @Test func `a lost anchor is made anew for the size that somebody vouches for`() async throws {
        let run = try await shell(
            """
            append one >/dev/null; append two >/dev/null; rm demo/anchor
            append three; governor ledger reanchor --ledger demo --accept-size 3 --approver dpo
            governor ledger reanchor --ledger demo --accept-size 2 --approver dpo
            governor ledger reanchor --ledger demo --accept-size 3 --approver dpo
            append three && governor ledger fsck --ledger demo
            """)
        #expect(run.status == 0, "\(run.everything)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("anchored 2 entries; recorded as ") == true)
        #expect(lines.last == "sound: 4 entries in 2 streams, 0 payloads erased")
        let errors = run.diagnostics.split(separator: "\n").filter { $0.hasPrefix("error: ") }
        #expect(errors.count == 3)
        #expect(errors.dropFirst().first?.contains("the database has 2 entries, and 3 were to be accepted") == true)
    }

    @Test func `what a file says cannot draw a verdict of its own`() async throws {
        let member = #"\u001b[2J\u001b[HVALID\nEntry 0 is included\r"#
        try folder.write(
            #"{"format": "governor-evidence-pack/v1", "entries": [], "\#(member)": 1}"#, to: "forged.json")
        let run = try await shell("append light >/dev/null; verify forged.json")
        #expect(run.status == 1)
        #expect(run.output.split(separator: "\n").count == 2, "\(run.output)")
        #expect(run.output.hasPrefix("TAMPERED\n"))
        #expect(run.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test func `a fact's id is told although its receipt cannot be written`() async throws {
        let run = try await shell("append light --receipt nowhere/r.tlog-proof; governor ledger fsck --ledger demo")
        #expect(run.output.hasPrefix("recorded "))
        #expect(run.diagnostics.contains("cannot write 'nowhere/r.tlog-proof'"))
        #expect(run.output.hasSuffix("sound: 1 entries in 1 streams, 0 payloads erased\n"))
    }

    @Test func `evidence is read before the ledger is opened, which must not be older`() async throws {
        // Here the ledger is only made by the process that the evidence comes from.
        let piped = try await shell(
            "(append light --receipt r >/dev/null; cat r) | governor ledger verify --ledger demo -")
        #expect(piped.status == 0, "\(piped.everything)")
        let missing = try await shell("governor ledger verify --ledger nowhere nothing")
        #expect(missing.diagnostics.contains("evidence 'nothing' does not exist"))
    }

    @Test func `erasing leaves no fact out without a word`() async throws {
        let unknown = "01998d2a-7c00-7abc-8def-0123456789ab"
        for (words, status) in [
            ("--fact $id --fact \(unknown)", 2), ("--fact $id TYPO", 64), ("--fact $id --fact x", 64),
        ] {
            let run = try await shell(
                """
                rm -rf demo; id=$(append light --format json | id)
                governor ledger erase --ledger demo --basis b --approver a \(words); status=$?
                governor ledger proof --ledger demo --pack $id && exit $status
                """)
            #expect(run.status == status, "\(run.everything)")
            #expect(run.output.contains("light"), "nothing is erased")
            #expect(!run.diagnostics.isEmpty)
        }
    }

    @Test(arguments: [
        "append light --type Bad!", "governor ledger proof --ledger demo not-an-id",
        "governor ledger erase --basis b --approver a", "governor ledger reanchor --approver a",
    ])
    func `wrong usage is exit 64`(script: String) async throws {
        #expect(try await shell(script).status == 64)
    }
}
