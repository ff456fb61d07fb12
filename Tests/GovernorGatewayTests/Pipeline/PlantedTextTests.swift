import GovernorCore
import GovernorInspect
import Testing

@testable import GovernorGateway

/// A word planted in texts that every inspector has something to say about is in no log line, metric, answer or fact.
struct PlantedTextTests {
    private static let planted = "zanzibarplum"
    private static let text = """
        I cannot help with that. Mail zanzibarplum@example.org or write to Zanzibarplum Smith in London, who was born on 3 May \
        1980; password = 'zanzibarplum7Qx91kLmPz' and https://zanzibarplum:s3cr3tPw@zanzibarplum.example.org/zanzibarplum. The \
        zanzibarplum of the orchard is ripe in late autumn and is eaten by nobody but the birds of the field.
        """

    private static func corpus() throws -> CorpusIndex {
        var builder = CorpusBuilder()
        try builder.add(title: "work", digest: weakDigest([1]), text: Array(text.utf8))
        return try CorpusIndex(builder.build())
    }

    @Test(arguments: ["block", "redact", "safe_mode", "summarize", "allow"])
    func `a planted word stays out of logs, metrics, answers and facts`(action: String) async throws {
        let rules = """
            inspection:
              names: true
              recognizers:
                - {kind: fruit, pattern: '(?i)zanzibar[a-z]{4}'}
                - {kind: plum, words: [zanzibarplum smith], ignore_case: true, confidence: 0.9, counts_as: secret}
              allow: [{kind: fruit, pattern: zanzibarplum}]
              redact: {default: placeholder, email: pseudonymise, fruit: hash}
            rules:
              - {id: pii, stage: prompt, when: contains_pii || contains_secret, action: \(action), message: personal data}
              - {id: copies, stage: output, when: verbatim_ratio > 0.2 || contains_pii, action: \(action), message: a copy}
              - {id: attacks, when: toxicity_score > 0.999, action: log_only, message: an attack}
            """
        let opinion = SecondOpinion(
            of: .toxicity, name: "test", between: 0...1, onFailure: .keep, source: ScriptedOpinion(.failure(.unusable)))
        let gateway = try TestGateway(
            rules: rules, corpus: Self.corpus(), secondOpinions: [opinion], pseudonyms: weakDigest)
        var answers: [String] = []
        for (path, member) in [("/filter/prompt", "prompt"), ("/filter/output", "output")] {
            let body = JSONValue.object(JSONObject([(member, .string(Self.text))])).compactText
            var answer = await gateway.post(path, body).json?.object
            // What a rule that redacts leaves is the caller's own text.
            answer?["content"] = nil
            answer?["placeholders"] = nil
            answers.append(answer.map { JSONValue.object($0).compactText } ?? Self.planted)
            // Cut off, of the wrong shape, of a wrong type, in a name that is unknown, and while nothing can be recorded.
            for body in [
                String(body.dropLast()), "[\(body)]", #"{"\#(member)":["\#(Self.planted)"]}"#,
                #"{"\#(member)":"","\#(Self.planted)":1}"#, Self.text,
            ] {
                answers.append(await gateway.post(path, body).text)
            }
            answers.append(await gateway.post(path, body, contentType: "text/\(Self.planted)").text)
            gateway.sink.fail()
            answers.append(await gateway.post(path, body).text)
            gateway.sink.recover()
        }
        #expect(gateway.sink.facts.count >= 2 && !gateway.log.text.isEmpty)
        let facts = gateway.sink.facts.map(\.payload.compactText)
        for text in answers + facts + [gateway.log.text, gateway.registry.exposition()] {
            #expect(!text.lowercased().contains(Self.planted), "\(action)")
        }
    }
}
