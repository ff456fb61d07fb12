/// A named set of permissions.
public enum Role: String, Sendable, Hashable, CaseIterable {
    case developer
    case pmo
    case compliance
    case admin
    case auditor
    /// A machine that asks for decisions and submits evidence: an application, a pipeline, a gateway.
    case service

    /// What the role may do.
    public var permissions: Set<Permission> {
        switch self {
        case .developer: [.buildRead, .ciTrigger, .policyRead, .decisionRequest]
        case .pmo: [.dashboardView, .gateOverride, .policyRead]
        case .compliance: [.evidenceRead, .policyManage, .policyRead, .incidentReport, .dashboardView, .holdReview]
        case .admin: Set(Permission.allCases)
        case .auditor: [.evidenceRead, .exportAudit, .policyRead]
        case .service: [.decisionRequest, .evidenceWrite, .incidentReport, .policyRead, .buildRead, .ciTrigger]
        }
    }
}
