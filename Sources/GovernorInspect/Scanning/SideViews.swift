/// The views of a text without disguises that are open where it is read.
struct SideViews: Sendable {
    private let scanner: SpanScanner
    private var joined: SideView?
    /// Open where something stands for nothing.
    private var divided: SideView?

    init(_ scanner: SpanScanner) { self.scanner = scanner }

    /// Where the first match to come may begin in the original text.
    var watermark: Int { min(joined?.watermark ?? .max, divided?.watermark ?? .max) }

    /// Takes note of a disguise that hides something, at an offset in the text.
    ///
    /// - Parameters:
    ///   - text: The bytes from another offset on, the base.
    ///   - merge: Takes what is found before.
    mutating func extend(
        past offset: Int, _ disguise: Disguise, in text: Span<UInt8>, from base: Int, into merge: inout ShieldedMerge
    ) {
        Self.extend(&joined, .joined, in: scanner, past: offset, of: text, from: base, into: &merge)
        guard disguise.plain == nil else { return }
        Self.extend(&divided, .divided, in: scanner, past: offset, of: text, from: base, into: &merge)
    }

    private static func extend(
        _ view: inout SideView?, _ reading: SideView.Reading, in scanner: SpanScanner, past offset: Int,
        of text: Span<UInt8>, from base: Int, into merge: inout ShieldedMerge
    ) {
        if view?.isOver(at: offset) ?? false {
            view?.read(text, from: base, to: offset, isLast: true, into: &merge)
            view = nil
        }
        if view == nil { view = SideView(scanner, reading, around: offset) }
        view?.extend(past: offset)
    }

    /// Reads on up to an offset, before which everything is certain.
    mutating func read(
        _ text: Span<UInt8>, from base: Int, to offset: Int, isLast: Bool, into merge: inout ShieldedMerge
    ) {
        Self.read(&joined, text, from: base, to: offset, isLast: isLast, into: &merge)
        Self.read(&divided, text, from: base, to: offset, isLast: isLast, into: &merge)
    }

    private static func read(
        _ view: inout SideView?, _ text: Span<UInt8>, from base: Int, to offset: Int, isLast: Bool,
        into merge: inout ShieldedMerge
    ) {
        guard let isOver = view?.isOver(at: offset) else { return }
        view?.read(text, from: base, to: offset, isLast: isLast || isOver, into: &merge)
        if isOver { view = nil }
    }
}
