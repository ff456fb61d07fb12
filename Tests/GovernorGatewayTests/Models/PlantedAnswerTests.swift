import GovernorCore
import GovernorDialects
import Testing

@testable import GovernorGateway

/// Nothing that a model may have written reaches a client uninspected: an address or a number is planted in every
/// string, every number and every object of an answer, on every surface, and must not arrive.
@Suite struct PlantedAnswerTests {
    private static func rules(_ action: String) -> String {
        """
        inspection: {recognizers: [{kind: account, pattern: '7000777000[0-9]{4}'}]}
        rules: [{id: data, when: contains_pii, action: \(action), message: personal data}]
        """
    }

    /// What is planted, each time with another number in it.
    private enum Plant: CaseIterable {
        /// A text in place of a string.
        case sentence
        /// A string that could be a word of an API.
        case word
        case number
        /// The name of one more member of an object.
        case name

        /// What it is known again by.
        func secret(_ number: Int) -> String {
            switch self {
            case .sentence, .name: "eve\(number)@example.com"
            case .word, .number: "7000777000\(String(10_000 + number).dropFirst())"
            }
        }

        func plant(_ number: Int, in value: JSONValue) -> JSONValue? {
            switch (self, value) {
            case (.sentence, .string): .string("Mail \(secret(number)) now. ")
            case (.word, .string): .string(secret(number))
            case (.number, .number): try? JSONValue(parsing: secret(number))
            case (.name, .object(let members)):
                .object(JSONObject(members.map { ($0, $1) } + [(secret(number), .bool(true))]))
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

    /// A place of a document, and what stands there when something is planted.
    private struct Planted {
        let document: Int
        let path: [String]
        let secret: String
        let value: JSONValue

        /// What is told of tokens goes with any of them, and a name takes everything with it.
        var takesOthers: Bool { path.contains("logprobs") || path.contains("prompt_logprobs") || value.object != nil }
    }

    private static func planted(_ plant: Plant, in documents: [JSONValue]) -> [Planted] {
        let all = documents.enumerated().flatMap { number, document in
            places(in: document).compactMap { path in
                JSONPointer(tokens: path).value(in: document).map { (number, path, $0) }
            }
        }
        return all.enumerated().compactMap { number, place in
            plant.plant(number, in: place.2).map {
                Planted(document: place.0, path: place.1, secret: plant.secret(number), value: $0)
            }
        }
    }

    /// What the client is told when some things are planted.
    private func answer(
        _ planted: some Sequence<Planted>, _ surface: PlantedSurface, _ gateway: PlantedGateway
    ) async -> TestResponse {
        var documents = surface.documents
        for one in planted {
            documents[one.document] = documents[one.document].replacing([JSONPointer(tokens: one.path): one.value])
        }
        return await gateway.answer(to: surface, documents)
    }

    /// Up to 16 are planted at a time; where that leaves nothing of the answer, each of them alone.
    private func arrived(
        _ planted: ArraySlice<Planted>, _ surface: PlantedSurface, _ gateway: PlantedGateway
    ) async -> [Planted] {
        let response = await answer(planted, surface, gateway)
        guard planted.count > 1, response.status != 200 || response.text.contains(#""error":{"#) else {
            return planted.filter { response.text.contains($0.secret) }
        }
        var found: [Planted] = []
        for one in planted.indices { found += await arrived(planted[one...one], surface, gateway) }
        return found
    }

    @Test func `what is planted in an answer is masked or withheld, wherever it is`() async throws {
        let gateway = try PlantedGateway(rules: Self.rules("redact"))
        for surface in PlantedSurface.all {
            for plant in Plant.allCases where plant != .name {
                var planted = Self.planted(plant, in: surface.documents).filter { !$0.takesOthers }
                #expect(!planted.isEmpty, "\(plant) of \(surface)")
                // Where a word may not arrive, neither may a sentence.
                if plant == .sentence {
                    planted.removeAll { Self.closedList[.word]?.contains(Self.name(of: $0.path)) != true }
                }
                for start in stride(from: 0, to: planted.count, by: 16) {
                    let group = planted[start..<min(start + 16, planted.count)]
                    let open = await arrived(group, surface, gateway).map(\.path).filter {
                        Self.closedList[plant]?.contains(Self.name(of: $0)) != true
                    }
                    #expect(open == [], "\(plant) of \(surface)")
                }
            }
        }
    }

    /// What would take everything with it if it were masked is planted all at once, under a rule that only takes note.
    @Test func `what arrives of tokens and names was inspected`() async throws {
        let gateway = try PlantedGateway(rules: Self.rules("log_only"), recordsContent: true)
        for surface in PlantedSurface.all {
            for plant in Plant.allCases {
                let planted = Self.planted(plant, in: surface.documents).filter(\.takesOthers)
                let response = await answer(planted, surface, gateway)
                let recorded = try #require(gateway.gateway.sink.facts.last).payload.compactText
                let lost = planted.filter { !response.text.contains($0.secret) }
                if !surface.isTranslated { #expect(lost.map(\.path) == [], "\(plant) of \(surface): \(response.text)") }
                let unread = planted.filter { response.text.contains($0.secret) && !recorded.contains($0.secret) }
                #expect(unread.map(\.path) == [], "\(plant) of \(surface)")
            }
        }
    }

    /// The answers are what the tests need: they pass as they are, and each name of the list stands in one of them.
    @Test func `the answers pass without a plant, and the list has no other name than they have`() async throws {
        var names: [Plant: Set<String>] = [:]
        let gateway = try PlantedGateway(rules: Self.rules("block"))
        for surface in PlantedSurface.all {
            let response = await gateway.answer(to: surface, surface.documents)
            #expect(response.status == 200, "\(surface): \(response.text)")
            #expect(gateway.gateway.sink.facts.last?.payload["action"] == "allow", "\(surface)")
            guard !surface.isTranslated else { continue }
            for document in surface.documents {
                #expect(response.text.contains(document.compactText), "\(surface)")
                for path in Self.places(in: document) {
                    let value = JSONPointer(tokens: path).value(in: document)
                    names[value?.number == nil ? .word : .number, default: []].insert(Self.name(of: path))
                }
            }
        }
        for (plant, list) in Self.closedList {
            #expect(list.subtracting(names[plant] ?? []) == [], "\(plant)")
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
            models: [PlantedSurface.chat([]).upstream(saying: documents).route])
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi", stream: true))
        #expect(try ChatClient.content(response).text == "Pay with [credit_card], as always. ")
        #expect(!response.text.contains("1111") && !response.text.contains("49,49,49,49"))
        #expect(response.text.contains("as always"))
    }

    @Test(arguments: [false, true])
    func `alternatives to tokens are read by their rank, over all tokens`(isLegacy: Bool) async throws {
        let pieces = ["4111 1111", " 1111 1111"]
        let details: JSONValue =
            isLegacy
            ? ["tokens": ["a", "b"], "top_logprobs": .array(pieces.map { .object(["x": -1, $0: -3]) })]
            : [
                "content": .array(
                    pieces.map {
                        ["token": "a", "logprob": -1, "top_logprobs": [["token": "x"], ["token": .string($0)]]]
                    })
            ]
        let body: JSONValue = [
            "choices": [
                [
                    "index": 0, "message": ["role": "assistant", "content": "Hello"], "finish_reason": "stop",
                    "logprobs": details,
                ]
            ]
        ]
        let gateway = try TestGateway(
            rules: Self.rules("redact"), models: [CannedUpstream(body.compactText).route])
        let response = await gateway.post("/v1/chat/completions", ChatClient.request("Hi"))
        #expect(response.status == 200 && !response.text.contains("1111"))
        #expect(response.json?["choices"]?.array?[0]["logprobs"] == .null)
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
            let upstream = surface.upstream(saying: [["choices": [.object(choice)]]])
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
        let upstream = surface.upstream(saying: [["choices": [choice]]])
        let gateway = try TestGateway(
            rules: Self.rules("redact"), models: [.canned(upstream)])
        let response = await surface.ask(gateway)
        #expect(response.text.contains("unmaskable_content") && !response.text.contains("Hello"))
        #expect(isStreamed || response.status == 400 && response.headers["x-should-retry"] == "false")
        let fact = try #require(gateway.sink.facts.last)
        #expect(fact.payload["withheld"] == true && fact.payload["action"] == "redact")
    }
}
