import Foundation
import GovernorCore
import HTTPTypes
import Testing

@testable import GovernorServer

@Suite struct OpenAPITests {
    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]

    @Test func `S3.29: every registered route is described`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let document = try await caller.send(.get, "/openapi.json", as: nil).json
            #expect(document["openapi"]?.string?.hasPrefix("3.1") == true)
            for route in service.table().routes {
                for path in route.paths {
                    let operation = document["paths"]?[OpenAPIDocument.template(path)]?[
                        route.method.rawValue.lowercased()]
                    #expect(operation?["responses"]?.object?.isEmpty == false, "\(route.method) \(path)")
                    #expect(route.body == nil || operation?["requestBody"] != nil, "\(path)")
                }
            }
        }
    }

    @Test func `S3.29: every described operation is registered, and no other method is`() async throws {
        let service = try await TestService()
        try await service.run { caller in
            let document = try await caller.send(.get, "/openapi.json", as: nil).json
            for (template, operations) in try #require(document["paths"]?.object) {
                let path = template.replacing("{level}", with: "0").replacing("{number}", with: "000")
                    .replacing("{id}", with: "0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70")
                for method in Self.methods {
                    let reply = try await caller.send(method, path)
                    let isDescribed = operations[method.rawValue.lowercased()] != nil
                    #expect((reply.status != 405) == isDescribed, "\(method) \(path) gave \(reply.status)")
                    #expect(reply.code != "request.unknown-route", "\(method) \(path)")
                }
            }
        }
    }

    @Test func `the reference page names every canonical route and every permission`() async throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/evidence-service.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for route in try await TestService().table().routes {
            let path = route.path.replacing("/{level}/**", with: "/…").replacing("/**", with: "/…")
            let row = text.split(separator: "\n").first { $0.contains("`\(route.method) \(path)`") }
            #expect(row != nil, "\(route.method) \(path)")
            guard case .anyOf(let permissions) = route.access, row?.contains("as receipts") == false else { continue }
            for permission in permissions { #expect(row?.contains("`\(permission.rawValue)`") == true, "\(path)") }
        }
    }

    @Test func `operations have one id each, and all references lead somewhere`() async throws {
        let json = OpenAPIDocument(routes: try await TestService().table().routes, isGuarded: true).json
        let operations = json["paths"]?.object?.flatMap { $0.value.object?.map(\.value) ?? [] } ?? []
        let ids = operations.compactMap { $0["operationId"]?.string }
        #expect(ids.count == operations.count)
        #expect(Set(ids).count == ids.count)
        for reference in Self.references(in: json) {
            let pointer = try #require(JSONPointer(String(reference.dropFirst())))
            #expect(pointer.value(in: json) != nil, "\(reference)")
        }
    }

    /// One request for each operation that answers with 200 or 201, with answers checked against the description.
    @Test(arguments: [
        ("/evidence", "POST", #"{"artifactType":"eval_quality","modelVersion":"m","metadata":{"pass_at_5":0.9}}"#),
        ("/api/v1/facts", "POST", #"{"type":"gate.run","payload":{"outcome":"PASS"}}"#),
        ("/incident", "POST", #"{"severity":"SEV2","description":"d","refs":["a"]}"#),
        ("/api/v1/erasures", "POST", #"{"facts":["{id}"],"basis":"gdpr:art-17","approver":"dpo"}"#),
        ("/evidence", "GET", nil), ("/evidence/{id}", "GET", nil), ("/api/v1/incidents", "GET", nil),
        ("/risk/snapshot?model=m", "GET", nil), ("/health", "GET", nil), ("/openapi.json", "GET", nil),
    ])
    func `S3.29: real answers have the described form`(path: String, method: String, body: String?) async throws {
        let service = try await TestService()
        let plain = String(path.prefix { $0 != "?" })
        let route = try #require(
            service.table().routes.first { $0.paths.contains(plain) && $0.method.rawValue == method })
        try await service.run(policy: try TestService.policy()) { caller in
            let id = try await caller.submit(["artifactType": "a", "modelVersion": "m"])["id"]?.string ?? ""
            _ = try await caller.send(.post, "/incident", ["severity": "low", "description": "d"])
            let method = try #require(HTTPRequest.Method(method))
            let headers: HTTPFields = body == nil ? [:] : [.contentType: "application/json"]
            let reply = try await caller.send(
                method, path.replacing("{id}", with: id), text: body?.replacing("{id}", with: id), headers: headers)
            let answer = try #require(route.answers.first { $0.status.code == reply.status })
            guard case .json(let schema) = answer.content else {
                Issue.record("no schema for \(path)")
                return
            }
            #expect(schema.problems(in: reply.json) == [])
            for header in answer.headers {
                let name = try #require(HTTPField.Name(header.name))
                #expect(reply.headers[name] != nil)
            }
        }
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            members.flatMap { name, value in
                name == "$ref" ? [value.string].compactMap { $0 } : references(in: value)
            }
        case .array(let elements): elements.flatMap(references)
        case .null, .bool, .number, .string: []
        }
    }
}
