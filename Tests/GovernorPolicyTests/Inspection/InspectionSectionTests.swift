import GovernorCore
import GovernorPolicy
import Testing

struct InspectionSectionTests {
    private static let meta = "meta: {policy_id: p, version: 1.2}\n"

    private static func settings(_ section: String) throws -> InspectionSettings {
        try Fixture.policy(meta + "inspection:\n" + section).inspection
    }

    @Test func `a policy without the section changes nothing, and keeps its digest`() throws {
        let plain = try Fixture.policy(Self.meta)
        #expect(plain.inspection.recognizers.isEmpty && plain.inspection.names.isEmpty)
        let section =
            "inspection: {names: false, recognizers: [], allow: [], redact: {default: replace}, confidence: {}}"
        #expect(try Fixture.policy(Self.meta + section).reference == plain.reference)
        #expect(plain.rulesJSON["inspection"] == nil)
    }

    @Test func `recognizers say what they look for and what it counts as`() throws {
        let settings = try Self.settings(
            #"""
              recognizers:
                - {kind: employee_id, pattern: 'E-\d{6}', context: [Employee, badge], confidence: 0.8, checksum: luhn}
                - {kind: project, words: [Project Falcon, Zebra], ignore_case: true, counts_as: secret}
                - {kind: ticket, pattern: 'T\d', counts_as: nothing}
            """#)
        #expect(settings.recognizers.map(\.kind) == ["employee_id", "project", "ticket"])
        #expect(settings.recognizers.map(\.meaning) == [.personalData, .secret, .nothing])
        #expect(settings.recognizers.map(\.confidence.description) == ["0.8", "1", "1"])
        #expect(settings.recognizers.map(\.contextWords) == [["employee", "badge"], [], []])
        #expect(settings.recognizers.map(\.checksum) == [.luhn, nil, nil])
        #expect(settings.recognizers[0].detector == "policy.employee_id/1.2")
        guard case .pattern(let pattern) = settings.recognizers[0].form,
            case .words(let words, ignoresCase: true) = settings.recognizers[1].form
        else { throw UnexpectedForm() }
        #expect(pattern.longest == 8 && pattern.firstBytes == [UInt8(ascii: "E")])
        #expect(pattern.endOfMatch(Array("an E-123456".utf8).span, 3) == 11)
        #expect(words == ["Project Falcon", "Zebra"])
    }

    private struct UnexpectedForm: Error {}

    @Test func `names, allowances, methods and least confidences are loaded`() throws {
        let settings = try Self.settings(
            """
              names: true
              recognizers: [{kind: badge, words: [x]}]
              allow:
                - {kind: email, values: [support@example.org]}
                - {kind: badge, suffix: '@example.org'}
                - {kind: phone, pattern: '0\\d{1,9}'}
              redact: {default: mask, credit_card: {mask: {keep_last: 4}}, email: pseudonymise, badge: placeholder}
              confidence: {phone: 0.6, badge: 1}
            """)
        #expect(settings.names == ["person", "location"])
        #expect(settings.allowances.map(\.kind) == ["email", "badge", "phone"])
        #expect(
            settings.redaction
                == RedactionPlan(
                    .mask(keepLast: 0),
                    except: ["credit_card": .mask(keepLast: 4), "email": .pseudonymise, "badge": .placeholder]))
        #expect(settings.redaction.needsKey)
        #expect(settings.leastConfidence == ["phone": ExactDecimal("0.6")!, "badge": ExactDecimal(1)])
        #expect(try Self.settings("  names: [organization]").names == ["organization"])
    }

    /// A line of the section, and what is reported of it: the column, the code and the hint.
    @Test(arguments: [
        ("  recognisers: []", "3 document.unknown-key did you mean 'recognizers'?"),
        ("  recognizers: [{kind: a, pattern: 'x*'}]", "36 policy.pattern let it need at least one character"),
        (
            "  recognizers: [{kind: a, pattern: 'x+'}]",
            "36 policy.pattern write a bound instead of * and +, such as {1,40}"
        ),
        (
            "  recognizers: [{kind: a, pattern: 'a.*'}]",
            "36 policy.pattern write a bound instead of * and +, such as {1,40}"
        ),
        (
            "  recognizers: [{kind: a, pattern: '.{100}'}]",
            "36 policy.pattern use smaller counts; a character beyond ASCII counts as up to 4 bytes"
        ),
        (
            "  recognizers: [{kind: a, pattern: 'x{1,150}y{0,100}z?a{1,5}'}]",
            "36 policy.pattern use smaller counts or fewer alternatives"
        ),
        (
            "  recognizers: [{kind: a, pattern: 'ab(c'}]",
            "39 policy.pattern close the group, or write \\( for the character"
        ),
        (
            "  recognizers: [{kind: a, pattern: '(é)\\1'}]",
            "40 policy.pattern write the alternatives out; the search is linear-time"
        ),
        ("  recognizers: [{kind: a}]", "24 policy.recognizer give either 'pattern:' or 'words:'"),
        (
            "  recognizers: [{kind: a, pattern: x, words: [y]}]",
            "24 policy.recognizer give either 'pattern:' or 'words:'"
        ),
        ("  recognizers: [{kind: a, words: []}]", "34 policy.recognizer add one"),
        (
            "  recognizers: [{kind: a, words: [' x']}]",
            "35 policy.word words have at most 128 bytes and no space at either end"
        ),
        (
            "  recognizers: [{kind: a, pattern: x, ignore_case: true}]",
            "52 policy.recognizer begin the pattern with (?i)"
        ),
        ("  recognizers: [{kind: a, words: [x], checksum: luhn}]", "49 policy.recognizer -"),
        (
            "  recognizers: [{kind: a, pattern: x, context: [a b]}]",
            "49 policy.word context words are single words of letters and digits"
        ),
        ("  recognizers: [{kind: email, words: [x]}]", "24 policy.kind choose another name"),
        (
            "  recognizers: [{kind: default, words: [x]}]",
            "24 policy.kind use small letters, digits and '_'; 'default' is taken"
        ),
        (
            "  recognizers: [{kind: A, words: [x]}]",
            "24 policy.kind use small letters, digits and '_'; 'default' is taken"
        ),
        (
            "  recognizers: [{kind: a, words: [x]}, {kind: a, pattern: y, counts_as: secret}]",
            "47 policy.counts-as give both the same 'counts_as'"
        ),
        ("  recognizers: [{kind: a, words: [x], counts_as: secrets}]", "50 document.type did you mean 'secret'?"),
        ("  recognizers: [{kind: a, words: [x], confidence: 1.5}]", "51 document.type -"),
        ("  recognizers: [{kind: a, pattern: x, checksum: lun}]", "49 document.type did you mean 'luhn'?"),
        ("  allow: [{kind: emial, values: [x]}]", "18 policy.unknown-kind did you mean 'email'?"),
        ("  allow: [{kind: email}]", "18 policy.allowance give one of 'values:', 'suffix:' and 'pattern:'"),
        (
            "  allow: [{kind: email, suffix: a, values: [x]}]",
            "18 policy.allowance give one of 'values:', 'suffix:' and 'pattern:'"
        ),
        (
            "  allow: [{kind: email, pattern: '.*'}]",
            "34 policy.pattern let it need at least one character"
        ),
        ("  redact: {credit_crad: mask}", "12 policy.unknown-kind did you mean 'credit_card'?"),
        ("  redact: {email: pseudonymize}", "19 document.type did you mean 'pseudonymise'?"),
        ("  redact: {email: {mask: {keep_last: 99}}}", "38 document.type -"),
        (
            "  redact: {email: {mask: {keep_first: 1}}}",
            "26 document.missing-key add 'keep_last:' with a whole number from 1 to 16"
        ),
        ("  confidence: {phon: 0.5}", "16 policy.unknown-kind did you mean 'phone'?"),
        ("  confidence: {phone: 2}", "23 document.type -"),
        ("  names: [persons]", "11 document.type did you mean 'person'?"),
        ("  names: some", "10 document.type -"),
    ]) func `what cannot be meant is refused at its place`(line: String, problem: String) throws {
        let failure = try #require(Fixture.failures(Self.meta + "inspection:\n" + line).first)
        #expect(failure.position.line == 3)
        #expect("\(failure.position.column) \(failure.code) \(failure.hint ?? "-")" == problem, "\(failure)")
    }

    @Test func `the digest names what is looked for, however it is written`() throws {
        let one = Self.meta + "inspection: {names: true, recognizers: [{kind: a, pattern: 'x{1,2}', confidence: 0.50}]}"
        let other =
            Self.meta + """
                inspection:
                  recognizers:
                    - kind: a
                      pattern: "x{1,2}"
                      counts_as: personal_data
                      confidence: 5e-1
                  names: [location, person]
                """
        #expect(try Fixture.policy(one).reference == Fixture.policy(other).reference)
        #expect(try Fixture.policy(one).reference != Fixture.policy(Self.meta + "inspection: {names: true}").reference)
        #expect(
            try Fixture.policy(one).rulesJSON["inspection"]
                == JSONValue(
                    parsing: #"""
                        {"names": ["location", "person"],
                         "recognizers": [{"kind": "a", "confidence": 0.5, "counts_as": "personal_data", "pattern": "x{1,2}"}]}
                        """#))
    }
}
