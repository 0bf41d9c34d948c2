import Storage

/// What a reading thread does: one snapshot for each read.
struct Reader {
    private let handle: SQLiteHandle
    private let timeLimit: Duration

    init(_ handle: SQLiteHandle, timeLimit: Duration) {
        self.handle = handle
        self.timeLimit = timeLimit
        handle.watchDeadline()
    }

    func run(_ queue: WorkQueue<Pending<any Connection>>) {
        while let read = queue.take(upTo: 1).first {
            do {
                handle.deadline = .now + timeLimit
                try handle.execute("BEGIN")
                let answer = try read.run(handle)
                end()
                answer()
            } catch {
                end()
                read.refuse(error)
            }
        }
    }

    private func end() {
        handle.deadline = nil
        if !handle.isIdle { _ = try? handle.execute("ROLLBACK") }
    }
}
