extension Library {
    /// IP addresses and networks: `ip('10.0.0.1')`, `cidr('10.0.0.0/8').containsIP('10.1.2.3')`.
    public static let network = Library("network", functions: NetworkFunctions.functions, types: [.ip, .cidr])
}

enum NetworkFunctions {
    static let functions: [FunctionDeclaration] = making + addressParts + blockParts

    private static let making: [FunctionDeclaration] = [
        FunctionDeclaration(
            "ip", [.global(.string, returns: .ip), .global(.ip, returns: .ip), .member(.cidr, returns: .ip)],
            implementation: .unary { value, _ throws(EvaluationError) in
                if case .cidr(let block) = value { return .ip(block.address) }
                return .ip(try address(value))
            }),
        FunctionDeclaration(
            "cidr", [.global(.string, returns: .cidr), .global(.cidr, returns: .cidr)],
            implementation: .unary { value, _ throws(EvaluationError) in .cidr(try block(value)) }),
        FunctionDeclaration(
            "isIP", [.global(.string, returns: .bool)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .string = value else { throw .noSuchOverload("isIP", value) }
                return .bool((try? address(value)) != nil)
            }),
        FunctionDeclaration(
            "isCIDR", [.global(.string, returns: .bool)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .string = value else { throw .noSuchOverload("isCIDR", value) }
                return .bool((try? block(value)) != nil)
            }),
        FunctionDeclaration(
            "ip.isCanonical", [.global(.string, returns: .bool)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noSuchOverload("ip.isCanonical", value) }
                return .bool(try network { () throws(NetworkTextError) in try IPAddress.isCanonical(text) })
            }),
        FunctionDeclaration(
            "string", [.global(.ip, returns: .string), .global(.cidr, returns: .string)]),
    ]

    private static let addressParts: [FunctionDeclaration] = [
        ofAddress("family", returns: .int) { .int(Int64($0.family.rawValue)) },
        ofAddress("isUnspecified") { .bool($0.isUnspecified) },
        ofAddress("isLoopback") { .bool($0.isLoopback) },
        ofAddress("isGlobalUnicast") { .bool($0.isGlobalUnicast) },
        ofAddress("isLinkLocalMulticast") { .bool($0.isLinkLocalMulticast) },
        ofAddress("isLinkLocalUnicast") { .bool($0.isLinkLocalUnicast) },
    ]

    private static let blockParts: [FunctionDeclaration] = [
        FunctionDeclaration(
            "containsIP", [.member(.cidr, .ip, returns: .bool), .member(.cidr, .string, returns: .bool)],
            implementation: .binary { outer, inner, _ throws(EvaluationError) in
                .bool(try block(outer).contains(try address(inner)))
            }),
        FunctionDeclaration(
            "containsCIDR", [.member(.cidr, .cidr, returns: .bool), .member(.cidr, .string, returns: .bool)],
            implementation: .binary { outer, inner, _ throws(EvaluationError) in
                .bool(try block(outer).contains(try block(inner)))
            }),
        ofBlock("prefixLength", returns: .int) { .int(Int64($0.prefixLength)) },
        ofBlock("masked", returns: .cidr) { .cidr($0.masked) },
        ofBlock("isMask", returns: .bool) { .bool($0.isMask) },
    ]

    private static func ofAddress(
        _ name: String, returns result: CELType = .bool, _ body: @escaping @Sendable (IPAddress) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [.member(.ip, returns: result)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .ip(let address) = value else { throw .noSuchOverload(name, value) }
                return body(address)
            })
    }

    private static func ofBlock(
        _ name: String, returns result: CELType, _ body: @escaping @Sendable (CIDR) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name, [.member(.cidr, returns: result)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .cidr(let block) = value else { throw .noSuchOverload(name, value) }
                return body(block)
            })
    }

    private static func address(_ value: Value) throws(EvaluationError) -> IPAddress {
        switch value {
        case .ip(let address): address
        case .string(let text): try network { () throws(NetworkTextError) in try IPAddress(text) }
        default: throw .noSuchOverload("ip", value)
        }
    }

    private static func block(_ value: Value) throws(EvaluationError) -> CIDR {
        switch value {
        case .cidr(let block): block
        case .string(let text): try network { () throws(NetworkTextError) in try CIDR(text) }
        default: throw .noSuchOverload("cidr", value)
        }
    }

    private static func network<Result>(
        _ body: () throws(NetworkTextError) -> Result
    ) throws(EvaluationError) -> Result {
        do throws(NetworkTextError) { return try body() } catch {
            throw EvaluationError(.invalidArgument, "\(error.message); \(error.hint)")
        }
    }
}
