import Foundation
import GovernorCore
import Testing

/// `--anytime-valid`: what is said about rates at every look.
struct AnytimeValidTests {
    private static func json(_ arguments: [String]) async throws -> JSONValue {
        let run = try await CommandRun.governor(["audit"] + arguments + ["--format", "json"], in: .world())
        #expect(run.status == 0, "\(run.diagnostics)")
        return try JSONValue(parsing: run.output)
    }

    private static func number(_ json: JSONValue?) -> Double { json?.number?.doubleValue ?? .nan }

    @Test func `rates and gaps of fairness have wider intervals, and larger p-values`() async throws {
        let arguments = ["data/hiring.csv", "--by", "sex", "--label", "qualified", "--prediction", "hired"]
        let (one, every) = (
            try await Self.json(arguments), try await Self.json(arguments + ["--anytime-valid"])
        )
        #expect(one["settings"]?["anytime_valid"] == false && every["settings"]?["anytime_valid"] == true)
        for (path, member) in [("gaps", "selection_rate"), ("gaps", "true_positive_rate")] {
            let (old, new) = (
                one["sets"]?.array?.first?[path]?[member], every["sets"]?.array?.first?[path]?[member]
            )
            #expect(old?["difference"] == new?["difference"])
            #expect(Self.number(new?["upper"]) > Self.number(old?["upper"]))
            #expect(Self.number(new?["lower"]) <= Self.number(old?["lower"]))
            #expect(new?["method"] == "beta_binomial_mixture_bonferroni")
        }
        let rate = { (json: JSONValue) in
            json["sets"]?.array?.first?["groups"]?.array?.last?["rates"]?["selection_rate"]
        }
        #expect(Self.number(rate(every)?["p"]) > Self.number(rate(one)?["p"]))
        #expect(rate(every)?["method"] == "beta_binomial_mixture")
        #expect(rate(every)?["smallest_visible_gap"] == .null)
    }

    @Test func `changes of drift and shares of quality hold at every look, other measures have no interval`()
        async throws
    {
        let drift = try await Self.json([
            "drift", "data/january.csv", "data/february.csv", "--by", "sex", "--prediction", "approved",
            "--anytime-valid",
        ])
        let change = drift["cohorts"]?.array?.first?["groups"]?.array?.first?["rates"]?["selection_rate"]
        #expect(change?["method"] == "beta_binomial_mixture")
        #expect(Self.number(change?["lower"]) < Self.number(change?["difference"]))
        #expect(change?["verdict"] == "no_evidence", "one look finds this change")
        let quality = try await Self.json([
            "quality", "data/loans.csv", "--label", "repaid", "--score", "score", "--anytime-valid",
        ])
        let measures = quality["overall"]?["measures"]
        #expect(measures?["accuracy"]?["method"] == "beta_binomial_mixture")
        for name in ["f1", "auc", "brier_score"] {
            #expect(measures?[name]?["lower"] == .null)
            #expect(measures?[name]?["reason"] == "no interval: none that holds at every look is computed")
        }
    }

    @Test func `nothing is said about visible gaps, which are those of one look`() async throws {
        let folder = try WorkFolder.world()
        let arguments = [
            "audit", "data/hiring.csv", "--by", "sex", "--prediction", "hired", "--anytime-valid", "--html", "r.html",
        ]
        let run = try await CommandRun.governor(arguments, in: folder)
        #expect(run.status == 0 && !run.output.contains("visible"), "\(run.everything)")
        #expect(try !folder.text("r.html").contains(">visible gap<"))
        let pooled = try await CommandRun.governor(arguments + ["--pool"], in: folder)
        #expect(pooled.status == 64 && pooled.diagnostics.contains("--anytime-valid is not for --pool"))
    }

    @Test func `audit.yaml says it too, records keep it, and weights are refused`() async throws {
        let folder = try WorkFolder.world()
        try folder.write(
            "columns: { by: [sex], label: qualified, prediction: hired }\nanytime_valid: true\n", to: "every.yaml")
        let run = try await CommandRun.governor(
            ["audit", "data/hiring.csv", "--config", "every.yaml", "--evidence", "record.json", "--html", "r.html"],
            in: folder)
        #expect(run.status == 0, "\(run.diagnostics)")
        #expect(try folder.text("r.html").contains("confidence sequences"))
        #expect(try JSONValue(parsing: try folder.text("record.json"))["config"]?["anytime_valid"] == true)
        let verified = try await CommandRun.governor(["audit", "verify", "record.json", "data/hiring.csv"], in: folder)
        #expect(verified.status == 0, "\(verified.everything)")
        let weighted = try await CommandRun.governor(
            ["audit", "data/hiring.csv", "--config", "every.yaml", "--weight", "qualified"], in: folder)
        #expect(weighted.status == 64)
        #expect(weighted.diagnostics.contains("without weights"))
    }
}
