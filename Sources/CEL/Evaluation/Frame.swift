/// What one evaluation works on.
struct Frame {
    /// The host's variables by slot.
    let slots: [Value?]
    /// The variables of macros; each variable of an expression has a place of its own.
    var locals: [Value]
    /// The values of `cel.block`, once they were needed.
    var lazyValues: [Value?]
    var budget: Budget
}

/// A part of an expression, ready to run.
///
/// Compiling turns the tree into closures that hold their operands' closures: names are resolved, constants made and
/// functions chosen once, and running allocates nothing of its own.
typealias Step = @Sendable (inout Frame) throws(EvaluationError) -> Value
