import GovernorCore
import Testing

@testable import GovernorGateway

/// The OpenAPI document against what is served.
struct GatewayDocumentTests {
    private static let document = GatewayDocument.json(isGuarded: false)

    @Test func `S3.29: every route and method is in the document, and nothing else`() throws {
        let paths = try #require(Self.document["paths"]?.object)
        let models = try #require(Self.document["x-model-paths"]?.object)
        #expect(Set(paths.keys + models.keys) == Set(GatewayRoute.allCases.map(\.rawValue)))
        #expect(paths.count + models.count == GatewayRoute.allCases.count)
        for route in GatewayDocument.described {
            #expect(paths[route.rawValue]?.object?.keys == route.methods.map { $0.lowercased() })
        }
    }

    @Test func `every reference leads somewhere`() throws {
        func check(_ value: JSONValue) throws {
            switch value {
            case .object(let members):
                if let reference = members["$ref"]?.string {
                    let pointer = try #require(JSONPointer(String(reference.dropFirst())))
                    #expect(pointer.value(in: Self.document) != nil, "\(reference)")
                }
                for member in members { try check(member.value) }
            case .array(let elements): try elements.forEach(check)
            default: break
            }
        }
        try check(Self.document)
    }

    @Test(arguments: [
        ("POST", "/filter/prompt", #"{"prompt":"hi"}"#, 200), ("POST", "/filter/output", #"{"output":"hi"}"#, 200),
        ("POST", "/ci/check", "{}", 200), ("GET", "/rules", "", 200), ("GET", "/health", "", 200),
        ("GET", "/openapi.json", "", 200), ("POST", "/filter/prompt", "{", 400), ("POST", "/ci/check", "[]", 400),
    ])
    func `what is answered has the members and the status that the document promises`(
        method: String, path: String, body: String, status: Int
    ) async throws {
        let response = try await TestGateway().send(method, path, Array(body.utf8))
        #expect(response.status == status)
        let pointer = JSONPointer(tokens: [
            "paths", path, method.lowercased(), "responses", String(status), "content", "application/json", "schema",
            "$ref",
        ])
        let reference = try #require(pointer.value(in: Self.document)?.string)
        let schema = try #require(JSONPointer(String(reference.dropFirst()))?.value(in: Self.document))
        let json = try #require(response.json)
        for name in schema["required"]?.array ?? [] { #expect(json[name.string ?? ""] != nil) }
        if let properties = schema["properties"]?.object {
            for (name, value) in try #require(json.object) {
                let type = properties[name]?["type"]?.string
                #expect(properties[name] != nil, "\(name) is not in the document")
                #expect(type == nil || type == value.kind, "\(name)")
            }
        }
    }

    @Test func `keys are in the document where they are needed, and only there`() throws {
        #expect(Self.document["components"]?["securitySchemes"] == nil)
        #expect(!Self.document.compactText.contains(#""security""#))
        let guarded = GatewayDocument.json(isGuarded: true)
        for route in GatewayDocument.described {
            let operation = guarded["paths"]?[route.rawValue]?[route.methods[0].lowercased()]
            #expect(operation?["security"]?.array?.isEmpty == (route.permission == nil))
            #expect((operation?["responses"]?["403"] == nil) == (route.permission == nil))
        }
    }

    @Test func `the document is served as it is`() async throws {
        #expect(try await TestGateway().get("/openapi.json").json == Self.document)
    }
}
