import NIOCore
import NIOHTTPTypes

/// Ends connections that hold the server up: a body that hardly comes, an answer that is hardly taken, a body that goes on after it was
/// refused. Heads that do not come, and idle connections, are ended by the server library.
final class PatienceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long, and how many bytes have to come or go in that time.
    private let patience: TimeAmount
    private static let least = 10_000
    /// So much of a body is thrown away behind its answer: whoever sends all before they read has the answer then, not a broken connection.
    private static let mostBehindAnswer = 64 << 20

    private var isBodyComing = false
    /// Since it was looked last; whether its body comes is not known yet.
    private var hasRequestBegun = false
    /// Several when they come one behind the other without waiting for answers.
    private var unanswered = 0
    private var received = 0
    private var behindAnswer = 0
    private var pending = 0
    private var hasBeenTaken = false
    private var check: Scheduled<Void>?

    init(_ patience: TimeAmount) { self.patience = patience }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            (isBodyComing, hasRequestBegun, behindAnswer) = (true, true, 0)
            unanswered += 1
        case .body(let bytes):
            received += bytes.readableBytes
            if unanswered <= 0 { behindAnswer += bytes.readableBytes }
            guard behindAnswer <= Self.mostBehindAnswer else { return context.close(promise: nil) }
            watch(context)
        case .end:
            isBodyComing = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isBodyComing { watch(context) }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { hasBeenTaken = true } else { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Looks in a while whether it has gone on. Costs nothing while nobody is waited for.
    private func watch(_ context: ChannelHandlerContext) {
        guard check == nil else { return }
        (received, pending, hasBeenTaken, hasRequestBegun) = (0, waiting(context), false, false)
        check = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(in: patience) {
            self.check = nil
            let isTaken = context.channel.isWritable || self.hasBeenTaken || self.waiting(context) <= self.pending - Self.least
            let isBodyStuck = self.isBodyComing && !self.hasRequestBegun && self.received < Self.least
            if !isTaken || isBodyStuck { return context.close(promise: nil) }
            if self.isBodyComing || !context.channel.isWritable { self.watch(context) }
        }
    }

    /// What has been written and not been taken.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
