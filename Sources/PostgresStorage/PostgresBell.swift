import CPostgres
import Foundation
import Storage
import Synchronization

/// By what servers over one database tell each other that something is there which others wait for. It has a connection of its own, so
/// that no transaction carries the news: PostgreSQL would commit those one after the other. However often it is rung while a notice is
/// on its way, one more follows.
final class PostgresBell: Sendable {
    private let address: PostgresAddress
    private let listeners = Mutex<[@Sendable () -> Void]>([])
    private let thread = Mutex<Workers?>(nil)
    private let isRung = Atomic(false)
    private let isOver = Atomic(false)
    /// Wakes the thread: it is rung, or over.
    private let waker = Pipe()

    init(_ address: PostgresAddress) { self.address = address }

    /// The first who listens starts it.
    func listen(_ body: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(body) }
        thread.withLock { thread in
            if thread == nil { thread = Workers("krug.bell", count: 1) { [self] _ in run() } }
        }
    }

    func ring() {
        if !isRung.exchange(true, ordering: .acquiringAndReleasing) { wake() }
    }

    func stop() {
        isOver.store(true, ordering: .releasing)
        wake()
    }

    func ended() async { await thread.withLock { $0 }?.ended() }

    private func wake() { write(waker.fileHandleForWriting.fileDescriptor, [1], 1) }

    private func run() {
        while !isOver.load(ordering: .acquiring) {
            if let connection = try? address.connect() {
                if say("LISTEN", connection) {
                    // Whatever happened meanwhile was not heard.
                    tell()
                    attend(connection)
                }
                PQfinish(connection)
            }
            // Without a connection everybody looks for news by themselves.
            wait(nil)
        }
    }

    private func attend(_ connection: OpaquePointer) {
        while true {
            if isRung.exchange(false, ordering: .acquiring), !say("NOTIFY", connection) { return isRung.store(true, ordering: .releasing) }
            if isOver.load(ordering: .acquiring) { return }
            if isNews(connection) { tell() }
            wait(PQsocket(connection))
            guard PQconsumeInput(connection) == 1 else { return }
        }
    }

    /// Until something comes, at most for a second.
    private func wait(_ socket: Int32?) {
        let woken = waker.fileHandleForReading.fileDescriptor
        var files = [woken, socket].compactMap { $0 }.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&files, nfds_t(files.count), 1_000)
        var wakes = [UInt8](repeating: 0, count: 64)
        if files[0].revents != 0 { read(woken, &wakes, wakes.count) }
    }

    private func say(_ word: String, _ connection: OpaquePointer) -> Bool {
        PostgresResult(PQexec(connection, "\(word) \"\(address.schema.name)\"")).isGood
    }

    /// Whether another one has rung.
    private func isNews(_ connection: OpaquePointer) -> Bool {
        var isNews = false
        while let notice = PQnotifies(connection) {
            if notice.pointee.be_pid != PQbackendPID(connection) { isNews = true }
            PQfreemem(notice)
        }
        return isNews
    }

    private func tell() { for listener in listeners.withLock({ $0 }) { listener() } }
}
