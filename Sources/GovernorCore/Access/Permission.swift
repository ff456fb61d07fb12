/// One thing a principal may do.
public enum Permission: String, Sendable, Hashable, CaseIterable {
    case buildRead = "build:read"
    case ciTrigger = "ci:trigger"
    case dashboardView = "dashboard:view"
    case decisionRequest = "decision:request"
    case evidenceRead = "evidence:read"
    case evidenceWrite = "evidence:write"
    case evidenceErase = "evidence:erase"
    case exportAudit = "export:audit"
    case gateOverride = "gate:override"
    case holdReview = "hold:review"
    case incidentReport = "incident:report"
    case policyManage = "policy:manage"
    case policyRead = "policy:read"
    case systemStop = "system:stop"
}
