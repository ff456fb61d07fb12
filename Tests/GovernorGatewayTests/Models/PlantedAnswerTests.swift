import GovernorCore
import GovernorDialects
import NIOCore
import Synchronization
import Testing

@testable import GovernorGateway

/// Nothing that a model may have written reaches a client uninspected: an address or a number is planted in every
/// string, every number and every object of an answer, one after another, on every surface, and must not arrive.
@Suite struct PlantedAnswerTests {
    private static func rules(_ action: String) -> String {
        """
        inspection: {recognizers: [{kind: account, pattern: '\(account)'}]}
        rules: [{id: data, when: contains_pii, action: \(action), message: personal data}]
        """
    }

    private static let address = "eve@example.com"
    /// A number that a policy looks for, wherever it stands.
    private static let account = "70007770007770"

    /// What is planted, and by which part of it it is known again.
    private enum Plant: CaseIterable {
        /// A text in place of a string.
        case sentence
        /// A string that could be a word of an API.
        case word
        case number
        /// The name of one more member of an object.
        case name

        var secret: String { self == .sentence || self == .name ? address : account }

        /// What the policy does about it: a text can be blocked, what no word may stand beside is masked.
        var action: String { self == .sentence ? "block" : "redact" }

        func plant(in value: JSONValue) -> JSONValue? {
            switch (self, value) {
            case (.sentence, .string): .string("Mail \(address) now. ")
            case (.word, .string): .string(account)
            case (.number, .number): (try? JSONValue(parsing: account))
            case (.name, .object(let members)): .object(JSONObject(members.map { ($0, $1) } + [(address, .bool(true))]))
            default: nil
            }
        }
    }

    /// All that is passed on as it is: words, ids, times, counts and vectors of the API. Documented in `docs/gateway.md`.
    private static let closedList: [Plant: Set<String>] = [
        .sentence: [],
        .word: [
            "call_id", "data", "embedding", "encrypted_content", "file_id", "finish_reason", "id", "item_id", "model",
            "object", "obfuscation", "role", "service_tier", "signature", "status", "stop_reason", "system_fingerprint",
            "tool_use_id", "type",
        ],
        .number: [
            "annotation_index", "cached_tokens", "completion_tokens", "content_index", "created", "created_at",
            "document_index", "embedding", "end_char_index", "end_index", "expires_at", "index", "input_tokens",
            "output_index", "output_tokens",
            "prompt_tokens", "reasoning_tokens", "sequence_number", "start_char_index", "start_index", "summary_index",
            "total_tokens",
        ],
        .name: [],
    ]

    /// Every place of a document, and the names of the members that lead there.
    private static func places(in value: JSONValue, below path: [String] = []) -> [[String]] {
        switch value {
        case .object(let members): [path] + members.flatMap { places(in: $1, below: path + [$0]) }
        case .array(let elements): elements.indices.flatMap { places(in: elements[$0], below: path + [String($0)]) }
        case .string, .number: [path]
        case .null, .bool: []
        }
    }

    private static func name(of path: [String]) -> String { path.last { Int($0) == nil } ?? "" }

    /// Asks for an answer in which something is planted wherever it can be.
    ///
    /// - Returns: Where it has arrived, and how often it was planted.
    private func leaks(
        _ surface: PlantedSurface, _ plant: Plant
    ) async throws -> (arrived: [[String]], count: Int) {
        let upstream = PlantedUpstream()
        let gateway = try TestGateway(
            rules: Self.rules(plant.action),
            models: [ModelRoute(name: "m", upstream: upstream, paths: [surface.server: "/served"])])
        var (arrived, count): ([[String]], Int) = ([], 0)
        for (number, document) in surface.documents.enumerated() {
            for path in Self.places(in: document) {
                let pointer = JSONPointer(tokens: path)
                guard let planted = pointer.value(in: document).flatMap(plant.plant) else { continue }
                var documents = surface.documents
                documents[number] = document.replacing([pointer: planted])
                upstream.answer(surface.bytes(of: documents))
                let response = await surface.ask(gateway)
                if response.text.contains(plant.secret) { arrived.append([String(number)] + path) }
                count += 1
            }
        }
        return (arrived, count)
    }

    @Test(arguments: PlantedSurface.all)
    func `what is planted in an answer is masked or blocked, wherever it is`(surface: PlantedSurface) async throws {
        for plant in Plant.allCases {
            let (arrived, count) = try await leaks(surface, plant)
            let open = arrived.filter { Self.closedList[plant]?.contains(Self.name(of: $0)) != true }
            #expect(open.isEmpty, "\(plant) of \(surface)")
            #expect(count >= 1, "\(plant) of \(surface)")
        }
    }

    /// The answers are what the test needs: they pass as they are, and each name of the list stands in one of them.
    @Test func `the answers pass without a plant, and the list has no other name than they have`() async throws {
        var names: [Plant: Set<String>] = [:]
        for surface in PlantedSurface.all {
            let upstream = PlantedUpstream()
            let gateway = try TestGateway(
                rules: Self.rules("block"),
                models: [ModelRoute(name: "m", upstream: upstream, paths: [surface.server: "/served"])])
            upstream.answer(surface.bytes(of: surface.documents))
            let response = await surface.ask(gateway)
            #expect(response.status == 200, "\(surface): \(response.text)")
            #expect(gateway.sink.facts.last?.payload["action"] == "allow", "\(surface)")
            guard !surface.isTranslated else { continue }
            for document in surface.documents where surface.isStreamed {
                #expect(response.text.contains(document.compactText), "\(surface)")
            }
            for document in surface.documents {
                for path in Self.places(in: document) {
                    let value = JSONPointer(tokens: path).value(in: document)
                    let plant: Plant = value?.number == nil ? .word : .number
                    names[plant, default: []].insert(Self.name(of: path))
                }
            }
        }
        for (plant, list) in Self.closedList {
            #expect(list.subtracting(names[plant] ?? []).isEmpty, "\(plant)")
        }
    }

    /// A card number whose pieces are in no text of the answer, but in what is told of its tokens.
    @Test(arguments: ["content", "refusal"])
    func `tokens are read as one text, however they are cut`(member: String) async throws {
        func chunk(_ text: String, _ tokens: [String]) -> JSONValue {
            let told = tokens.map { token -> JSONValue in
                ["token": .string(token), "logprob": -1, "bytes": .array(token.utf8.map { .integer(Int($0)) })]
            }
            return [
                "choices": [["index": 0, "delta": ["content": .string(text)], "logprobs": [member: .array(told)]]]
            ]
        }
        let stop: JSONValue = ["choices": [["index": 0, "delta": [:], "finish_reason": "stop"]]]
        // A server that waits with its words for the end of a character or a stop sequence tells of tokens before.
        let documents = [
            chunk("Pay with 4111", ["Pay with ", "4111"]), chunk("", [" 1111", " 1111"]), chunk("", [" 1111", ", "]),
            chunk(" 1111 1111 1111, as always. ", ["as always. "]), stop,
        ]
        let gateway = try TestGateway(
            rules: Self.rules("redact"),
            models: [CannedUpstream(PlantedSurface.chat(documents).text).route])
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(try ChatClient.content(response).text == "Pay with [credit_card], as always. ")
        #expect(!response.text.contains("1111") && !response.text.contains("49,49,49,49"))
        #expect(response.text.contains("as always"))
    }

    @Test func `what the model might have said is a text too, and stays where nothing is masked`() async throws {
        func answer(_ alternative: String) -> String {
            let token: JSONValue = [
                "token": "Hello", "logprob": -1, "bytes": .null,
                "top_logprobs": [["token": .string(alternative), "logprob": -3, "bytes": .null]],
            ]
            let choice: JSONValue = [
                "index": 0, "message": ["role": "assistant", "content": "Hello"], "finish_reason": "stop",
                "logprobs": ["content": [token]],
            ]
            return (["choices": [choice]] as JSONValue).compactText
        }
        for (alternative, isKept) in [("Hi", true), ("Bluebird", false)] {
            let rules = """
                inspection: {recognizers: [{kind: codename, words: [Bluebird], counts_as: secret}]}
                rules:
                  - {id: data, when: contains_secret, action: redact, message: a name}
                  - {id: long, when: text_bytes > 5, stage: output, action: block, message: more than one word}
                """
            let gateway = try TestGateway(
                rules: rules, models: [CannedUpstream(answer(alternative)).route])
            let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi"))
            #expect(response.status == 200)
            #expect(response.text.contains(alternative) == isKept)
            #expect(response.json?["choices"]?.array?[0]["message"]?["content"] == "Hello")
        }
    }

    @Test(arguments: [false, true])
    func `tokens that are told by number alone are no text`(isStreamed: Bool) async throws {
        let surface = isStreamed ? PlantedSurface.chat([]) : PlantedSurface.wholeChat
        for details in [
            ["token_ids": [15496, 995]], ["logprobs": ["content": [["token": "token_id:15496", "logprob": -1]]]],
        ] as [JSONObject] {
            var choice: JSONObject = ["index": 0, "finish_reason": "stop"]
            choice[isStreamed ? "delta" : "message"] = ["role": "assistant", "content": "Hello"]
            for (name, value) in details { choice[name] = value }
            let upstream = PlantedUpstream()
            upstream.answer(surface.bytes(of: [["choices": [.object(choice)]]]))
            for (kinds, passes) in [([], false), (["tokens"], true)] {
                let gateway = try TestGateway(
                    rules: Self.rules("redact"),
                    models: [.canned(upstream, unread: UnreadContent(answers: kinds))])
                let response = await surface.ask(gateway)
                #expect(response.text.contains("15496") == passes)
                #expect(response.text.contains("unread_content") == !passes)
            }
        }
    }

    @Test(arguments: [false, true])
    func `a name that is masked withholds the answer, and the record says so`(isStreamed: Bool) async throws {
        let surface = isStreamed ? PlantedSurface.chat([]) : PlantedSurface.wholeChat
        let choice: JSONValue = [
            "index": 0, "finish_reason": "stop", isStreamed ? "delta" : "message": ["content": "Hello"],
            "x_vendor": ["eve@example.com": 1],
        ]
        let upstream = PlantedUpstream()
        upstream.answer(surface.bytes(of: [["choices": [choice]]]))
        let gateway = try TestGateway(
            rules: Self.rules("redact"), models: [.canned(upstream)])
        let response = await surface.ask(gateway)
        #expect(response.text.contains("unmaskable_content") && !response.text.contains("Hello"))
        #expect(isStreamed || response.status == 400 && response.headers["x-should-retry"] == "false")
        let fact = try #require(gateway.sink.facts.last)
        #expect(fact.payload["withheld"] == true && fact.payload["action"] == "redact")
    }
}

/// A server that answers with what it was last told to.
private final class PlantedUpstream: Upstream {
    private let body = Mutex<[UInt8]>([])

    func answer(_ bytes: [UInt8]) { body.withLock { $0 = bytes } }

    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse {
        UpstreamResponse(status: 200, headers: [], body: UpstreamBody(body.withLock { $0 }))
    }
}
