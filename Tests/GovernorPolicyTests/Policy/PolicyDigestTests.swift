import GovernorCore
import GovernorPolicy
import Testing

@Suite struct PolicyDigestTests {
    static let original = """
        meta: {policy_id: p, version: 1.0.0, owner: board}
        thresholds:
          quality: {pass_at_5: {target_min: 0.82, block_below: true}}
          fairness: {subgroup_delta: {target_max: 0.05}}
        rules:
          - {id: a, when: contains_pii, action: redact, message: personal data}
          - {id: b, when: jailbreak_score > 0.8, action: safe_mode, message: high}
        """

    @Test(arguments: [
        // Comments, spaces, quotes and line breaks.
        """
        # the same
        meta:
          policy_id: "p"
          version: '1.0.0'
          owner: board   # they answer
        thresholds: {quality: {pass_at_5: {block_below: true, target_min: 0.820}}, fairness: {subgroup_delta: {target_max: 5e-2}}}
        rules:
        - {id: a, when: contains_pii, action: mask, message: personal data}
        - id: b
          when: |
            jailbreak_score > 0.8
          action: safe_mode
          message: >-
            high
        """,
        // Another order of keys, defaults written out, another way to say the direction.
        """
        rules:
          - {message: personal data, action: redact, when: contains_pii, id: a, stage: any, enforcement: enforce}
          - {id: b, when: jailbreak_score > 0.8, action: safe_mode, message: high, stage: [tool_result, prompt]}
        thresholds:
          fairness: {subgroup_delta: {target: 0.05, operator: <=, frameworks: []}}
          quality: {pass_at_5: {target_min: 0.82, operator: '>='}}
        enforcement: enforce
        waivers: []
        meta: {version: 1.0.0, policy_id: p, owner: board}
        """,
    ]) func `a policy that means the same has the same digest`(yaml: String) throws {
        #expect(try Fixture.policy(yaml).reference == Fixture.policy(Self.original).reference)
    }

    @Test(arguments: [
        ("version: 1.0.0", "version: 1.0.1"), ("0.82", "0.83"), ("target_min: 0.82", "target: 0.82, operator: '>'"),
        ("block_below: true", "block_below: false"), ("redact", "block"), ("personal data", "personal  data"),
        ("jailbreak_score > 0.8", "jailbreak_score >= 0.8"), ("id: a,", "id: c,"), ("owner: board", "owner: team"),
        ("meta:", "enforcement: warn\nmeta:"), ("contains_pii,", "contains_secret,"),
        ("contains_pii,", "contains_pii, stage: prompt,"),
        ("meta:", "waivers: [{id: w, rule: a, owner: o, reason: r, expires: 2026-01-01}]\nmeta:"),
    ]) func `any change of meaning changes the digest`(old: String, new: String) throws {
        let changed = Self.original.replacing(old, with: new)
        #expect(changed != Self.original)
        #expect(try Fixture.policy(changed).reference.digest != Fixture.policy(Self.original).reference.digest)
    }

    @Test func `rules in another order are another policy`() throws {
        var lines = Self.original.split(separator: "\n")
        lines.swapAt(lines.count - 1, lines.count - 2)
        #expect(
            try Fixture.policy(lines.joined(separator: "\n")).reference.digest
                != Fixture.policy(Self.original).reference.digest)
    }

    @Test func `S3.12: GET rules shows the loaded policy with numbers and the digest`() throws {
        let policy = try Fixture.reference()
        let json = policy.rulesJSON
        #expect(json["policy"]?["sha256"]?.string == policy.reference.digest.hex)
        #expect(json["thresholds"]?["quality"]?["pass_at_5"]?["target_min"]?.number?.text == "0.82")
        #expect(json["rules"]?.array?.count == 4)
        #expect(json["rules"]?.array?.first?["message"] == "PII without lawful basis")
    }
}
