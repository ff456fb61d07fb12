public import GovernorCore

// A snapshot: a cube as JSON, small enough to be sent instead of the data.
//
//   {"format": "governor.audit.cube/1",
//    "attributes": ["sex", "race"], "score_buckets": 30, "score_entries": 262144, "is_weighted": false,
//    "score_level": 52,
//    "groups": [
//      {"levels": ["Female", null],                       null: missing
//       "cells": [[1, 0, 17, 523], …],                    label, prediction (null: missing), bucket (null: no score), rows
//       "weights": [[1, 0, "…", "…"], …],                 … , Σw, Σw²                     only where rows have weights
//       "scores": [[1, 17, "…"], …],                      label, bucket, Σscore           only where rows have scores
//       "losses": [[1, "…", "…"], …],                     label, Σ(score − label)², Σlog loss
//       "runs": [[1, [[0.25, 3], …]], …]}, …]}            label, smallest value of each run and how many are in it
//
// Sums are whole numbers of 2⁻⁵², written as strings because they have more digits than a double. Cells without rows are
// left out, groups and cells are ascending, so that equal cubes have one canonical form (RFC 8785).
extension CountCube {
    /// The format that is written and read.
    public static let snapshotFormat = "governor.audit.cube/1"

    /// The cube as a document; ``JSONValue/canonicalBytes()`` is its one form in bytes.
    public var snapshot: JSONValue {
        [
            "format": .string(Self.snapshotFormat),
            "attributes": .array(schema.attributes.map { .string($0) }),
            "score_buckets": .integer(schema.scoreBuckets),
            "score_entries": .integer(schema.scoreEntries),
            "is_weighted": .bool(schema.isWeighted),
            "score_level": .integer(scoreLevel),
            "groups": .array(groups.indices.map(snapshot)),
        ]
    }

    private func snapshot(ofGroup group: Int) -> JSONValue {
        var members: JSONObject = [
            "levels": .array(groups[group].levels.map { $0.text.map { .string($0) } ?? .null }),
            "cells": .array(cellEntries(group)),
        ]
        if schema.isWeighted { members["weights"] = .array(weightEntries(group)) }
        if schema.scoreBuckets > 0 {
            members["scores"] = .array(scoreEntries(group))
            members["losses"] = .array(lossEntries(group))
        }
        if schema.scoreEntries > 0 { members["runs"] = .array(runEntries(group)) }
        return .object(members)
    }

    private func cellEntries(_ group: Int) -> [JSONValue] {
        var entries: [JSONValue] = []
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                for bucket in Array(0..<schema.scoreBuckets).map(Optional.some) + [nil] {
                    let rows = count(group: group, label: label, prediction: prediction, bucket: bucket)
                    guard rows > 0 else { continue }
                    entries.append([label.json, prediction.json, bucket.map { .integer($0) } ?? .null, .integer(rows)])
                }
            }
        }
        return entries
    }

    private func weightEntries(_ group: Int) -> [JSONValue] {
        var entries: [JSONValue] = []
        for label in Outcome.allCases {
            for prediction in Outcome.allCases
            where statistics.count(slot: group, label: label, prediction: prediction) > 0 {
                let weight = statistics.weight(slot: group, label: label, prediction: prediction)
                entries.append([label.json, prediction.json, weight.sum.json, weight.squares.json])
            }
        }
        return entries
    }

    private func scoreEntries(_ group: Int) -> [JSONValue] {
        var entries: [JSONValue] = []
        for label in Outcome.allCases {
            for bucket in 0..<schema.scoreBuckets where scores(group: group, label: label, bucket: bucket).count > 0 {
                let sum = statistics.scoreSum(slot: group, label: label, bucket: bucket)
                entries.append([label.json, .integer(bucket), sum.json])
            }
        }
        return entries
    }

    private func lossEntries(_ group: Int) -> [JSONValue] {
        Outcome.known.map { label in
            let losses = statistics.losses(slot: group, label: label)
            return [label.json, losses.squaredErrors.json, losses.logLosses.json]
        }
    }

    private func runEntries(_ group: Int) -> [JSONValue] {
        Outcome.allCases.compactMap { label in
            let runs = scoreRuns(group: group, label: label)
            guard runs.total > 0 else { return nil }
            return [
                label.json,
                .array(
                    runs.runs.map { run in
                        [JSONNumber(runs.edge(of: run)).map(JSONValue.number) ?? .null, .integer(run.count)]
                    }),
            ]
        }
    }
}

extension Outcome {
    fileprivate var json: JSONValue { self == .missing ? .null : .integer(rawValue) }
}

extension ExactSum {
    fileprivate var json: JSONValue { .string(String(units)) }
}
