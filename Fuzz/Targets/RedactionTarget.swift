// One text, given to inspectors with everything that a policy may say of them, then redacted, and restored in chunks whose
// lengths come from the text itself. Findings are the same however the text is cut, and what placeholders stand for comes
// back.

import GovernorCore
import GovernorInspect
import GovernorPolicy

func fuzzRedaction(_ input: [UInt8]) {
    let inspector = Harness.inspector
    let (findings, allowedCount) = inspector.inspect(input)
    check(findings, of: input, inspector.stream(), { $0.append($1) }, { $0.finish() }, \.settled)
    precondition(allowedCount <= input.count, "more is allowed than there is")
    for redactor in Harness.redactors {
        let redacted = redactor.redact(findings, in: input)
        precondition(redacted.placeholders.isEmpty)
        precondition(!findings.isEmpty || redacted.text == input, "something is redacted that nobody found")
    }
    let redacted = Redactor(.placeholder).redact(findings, in: input)
    var restorer = PlaceholderRestorer(redacted.placeholders)
    var restored: [UInt8] = []
    var rest = redacted.text[...]
    while let first = rest.first {
        let piece = Array(rest.prefix(1 + Int(first) % 13))
        restored += restorer.append(piece.span)
        rest = rest.dropFirst(1 + Int(first) % 13)
    }
    precondition(restored + restorer.finish() == input, "what was redacted does not come back")
}

private enum Harness {
    static let inspector = SensitiveDataInspector(settings)
    static let redactors = [
        Redactor(.mask(keepLast: 3), secrets: settings.secretKinds), Redactor(.replace), Redactor(.remove),
        Redactor(.hash { _ in digest }),
    ]

    private static let digest =
        Digest(bytes: [UInt8](repeating: 7, count: Digest.byteCount)) ?? { preconditionFailure() }()

    private static let settings: InspectionSettings = {
        let policy = Array(
            #"""
            meta: {policy_id: fuzz, version: 1}
            inspection:
              names: true
              recognizers:
                - {kind: badge, pattern: '\bE-\d{2,6}\b', context: [badge], confidence: 0.8}
                - {kind: member, pattern: '\b\d{4}-\d{4}\b', checksum: luhn}
                - {kind: code, pattern: 'code [^\n]{1,40}', counts_as: secret}
                - {kind: order, pattern: 'order [^\n]{1,60}', counts_as: nothing}
                - {kind: project, words: [Project Falcon, Falcon, 猎鹰], ignore_case: true}
              allow:
                - {kind: email, suffix: '@example.org'}
                - {kind: person, values: [Ada Lovelace]}
                - {kind: badge, pattern: 'E-1\d{1,5}'}
              confidence: {phone: 0.7, ro_cnp: 0.9, password: 0.7}
            """#.utf8)
        do throws(DocumentErrors) {
            return try Policy(
                policy, name: "policy.yaml", kinds: SensitiveDataInspector.kinds, digest: { _ in digest }
            ).inspection
        } catch {
            preconditionFailure("the policy of this target is wrong: \(error.problems)")
        }
    }()
}
