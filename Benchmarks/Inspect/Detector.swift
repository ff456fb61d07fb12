import GovernorCore
import GovernorInspect

/// Something that is measured: a detector alone, or what a caller uses together.
struct Detector {
    let name: String
    /// Inspects a text and says how many findings there are.
    let inspect: ([UInt8]) -> Int

    static func all(_ corpus: CorpusIndex) -> [Detector] {
        let personalData = PIIInspector()
        let secrets = SecretsInspector()
        let sensitiveData = SensitiveDataInspector()
        let names = NameTagger.standard
        let language = LanguageInspector()
        let refusal = RefusalInspector()
        let text = TextInspector(corpus: corpus)
        func copied(_ bytes: [UInt8]) -> Int { OverlapMatcher.report(on: bytes, against: corpus).passages.count }
        return [
            Detector(name: "personal data") { personalData.findings(in: $0).count },
            Detector(name: "secrets") { secrets.findings(in: $0).count },
            // What the gateway asks about every text unless it is configured otherwise.
            Detector(name: "personal data and secrets") { sensitiveData.findings(in: $0).count },
            Detector(name: "names") { names.findings(in: $0).count },
            Detector(name: "language") { language.language(of: $0).code == nil ? 0 : 1 },
            Detector(name: "classifiers") { TextScorer.scores(of: $0)[.injection] > 0.5 ? 1 : 0 },
            Detector(name: "refusal") { refusal.finding(in: $0) == nil ? 0 : 1 },
            Detector(name: "overlap", inspect: copied),
            // Refusals and copies are looked for in answers only.
            Detector(name: "all that read prompts") { bytes in
                let isAttack = TextScorer.scores(of: bytes)[.injection] > 0.5
                let isKnownLanguage = language.language(of: bytes).code != nil
                return sensitiveData.findings(in: bytes).count + names.findings(in: bytes).count
                    + (isAttack ? 1 : 0) + (isKnownLanguage ? 1 : 0)
            },
            Detector(name: "all together") { bytes in
                let inspection = text.inspect(bytes)
                return inspection.findings.count + names.findings(in: bytes).count
            },
        ]
    }
}
