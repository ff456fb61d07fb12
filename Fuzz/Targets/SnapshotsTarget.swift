// One document that says it is the snapshot of an audit, which somebody else may have made up. What is accepted can be written
// and read again, merged with itself, and audited.

import GovernorAudit
import GovernorCore

func fuzzSnapshots(_ input: [UInt8]) {
    guard let document = try? JSONValue(parsing: input) else { return }
    do throws(AuditError) {
        let cube = try CountCube(snapshot: document)
        let again = try CountCube(snapshot: cube.snapshot)
        precondition(again == cube, "a snapshot is not what was counted")
        precondition((try? cube.snapshot.canonicalBytes()) != nil, "a snapshot without a canonical form")
        if cube.total <= CountCube.maximumRows / 2 {
            precondition((try? cube.merged(with: cube))?.total == cube.total * 2, "rows are lost")
        }
        var audit = FairnessAudit()
        audit.depth = 1
        if cube.groups.count <= 64 { _ = try audit.report(of: cube).json }
    } catch {
        precondition(!error.message.isEmpty, "a refusal without a reason")
    }
    do throws(AuditError) {
        let profile = try TableProfile(snapshot: document)
        let again = try TableProfile(snapshot: profile.snapshot)
        precondition(again.rows == profile.rows && again.columns.map(\.rows) == profile.columns.map(\.rows))
        let third = try TableProfile(snapshot: again.snapshot)
        precondition(third == again, "two forms of one profile")
        let report = try DriftAudit().report(of: profile, against: profile, ProfileMapping())
        precondition(report.driftedColumns == 0 && report.structuralFindings == 0, "a table drifts from itself")
        _ = report.json
    } catch {
        precondition(!error.message.isEmpty, "a refusal without a reason")
    }
}
