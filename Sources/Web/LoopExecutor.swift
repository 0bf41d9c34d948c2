public import Hummingbird
import HummingbirdCore
public import Logging
public import NIOCore

/// Runs the tasks of a connection on the thread that its bytes come and go by, so that a request changes threads only to reach the
/// database. Nothing that blocks may run there: databases and passwords have threads of their own.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// HTTP/1 as Hummingbird serves it, with each connection handled on its own loop.
public struct LoopChannel: ServerChildChannel {
    private let channel: HTTP1Channel

    public init(_ channel: HTTP1Channel) { self.channel = channel }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        self.channel.setup(channel: channel, logger: logger)
    }

    public func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) { await channel.handle(value: value, logger: logger) }
    }
}

extension HTTPServerBuilder {
    /// The server of a site.
    /// - Parameter patience: seconds for which a connection may hold up the server: without a request, or hardly moving within one.
    public static func site(patience: Int = 30) -> HTTPServerBuilder {
        let limit = TimeAmount.seconds(Int64(patience))
        return HTTPServerBuilder {
            LoopChannel(
                HTTP1Channel(
                    responder: $0,
                    configuration: .init(
                        additionalChannelHandlers: [PatienceHandler(limit)], idleTimeout: limit,
                        httpDecoderConfiguration: .init(maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 100))))
        }
    }
}
