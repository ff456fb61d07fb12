import NIOCore

/// A deadline that moves with every byte and is seldom missed, so that moving it must cost next to nothing.
///
/// It is a note of a time. One alarm looks at it, and when it rings too early it is set again; only a deadline that moves
/// to before the alarm sets a new one. It belongs to one event loop.
final class MovingDeadline {
    private let loop: NIOIsolatedEventLoop
    private let onMissed: () -> Void
    private var due: NIODeadline?
    private var alarm: (rings: NIODeadline, task: Scheduled<Void>)?

    /// Creates a deadline that nothing can miss.
    init(on loop: NIOIsolatedEventLoop, onMissed: @escaping () -> Void) {
        self.loop = loop
        self.onMissed = onMissed
    }

    /// Sets the deadline; nil for none.
    func move(to deadline: NIODeadline?) {
        due = deadline
        guard let deadline else { return }
        if let alarm {
            guard deadline < alarm.rings else { return }
            alarm.task.cancel()
        }
        setAlarm(at: deadline)
    }

    /// Forgets the deadline for good.
    func cancel() {
        due = nil
        alarm?.task.cancel()
        alarm = nil
    }

    private func setAlarm(at deadline: NIODeadline) {
        alarm = (deadline, loop.scheduleTask(deadline: deadline) { self.ring() })
    }

    private func ring() {
        alarm = nil
        guard let due else { return }
        guard due <= .now() else { return setAlarm(at: due) }
        self.due = nil
        onMissed()
    }
}
