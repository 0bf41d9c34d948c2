import NIOCore
import NIOHTTPTypes

/// Ends connections that hold the server up: a body that hardly comes, an answer that is hardly taken, a body that goes on after it was
/// refused. Heads that do not come, and idle connections, are ended by the server library.
final class PatienceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long, and how many bytes have to come or go in that time.
    private let patience: TimeAmount
    private static let least = 10_000
    /// So much of a body is thrown away behind its answer: whoever sends all before they read has the answer then, not a broken connection.
    private static let mostBehindAnswer = 64 << 20
    /// And for so many times the patience.
    private static let longestBehindAnswer = 4

    private var isBodyComing = false
    /// Since it was looked last; whether its body comes is not known yet.
    private var hasRequestBegun = false
    /// Several when they come one behind the other without waiting for answers.
    private var unanswered = 0
    private var received = 0
    private var behindAnswer = 0
    private var checksBehindAnswer = 0
    /// Whether it is the client who is waited for; else the server is at work and takes no more yet.
    private var isReading = false
    /// When it was looked last.
    private var wasReading = false
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
            (isBodyComing, hasRequestBegun, behindAnswer, checksBehindAnswer) = (true, true, 0, 0)
            unanswered += 1
        case .body(let bytes):
            received += bytes.readableBytes
            watch(context)
            if isBehindAnswer { return throwAway(bytes.readableBytes, context) }
        case .end:
            isBodyComing = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isBodyComing { watch(context) }
        isReading = false
        context.fireChannelReadComplete()
        readBehindAnswer(context)
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
        readBehindAnswer(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { hasBeenTaken = true } else { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    private var isBehindAnswer: Bool { isBodyComing && unanswered <= 0 }

    /// Nobody else does when the connection ends with the answer.
    private func readBehindAnswer(_ context: ChannelHandlerContext) {
        guard isBehindAnswer, !isReading else { return }
        read(context: context)
    }

    private func throwAway(_ count: Int, _ context: ChannelHandlerContext) {
        let before = behindAnswer
        behindAnswer += count
        guard behindAnswer <= Self.mostBehindAnswer else { return context.close(promise: nil) }
        // The library ends connections on which it hears nothing.
        if behindAnswer >> 16 > before >> 16 { context.fireChannelRead(wrapInboundOut(.body(ByteBuffer()))) }
    }

    /// Looks in a while whether it has gone on. Costs nothing while nobody is waited for.
    private func watch(_ context: ChannelHandlerContext) {
        guard check == nil else { return }
        (received, pending, hasBeenTaken, hasRequestBegun, wasReading) = (0, waiting(context), false, false, isReading)
        check = context.eventLoop.assumeIsolatedUnsafeUnchecked().scheduleTask(in: patience) {
            self.check = nil
            let isTaken = context.channel.isWritable || self.hasBeenTaken || self.waiting(context) <= self.pending - Self.least
            let isBodyWaitedFor = self.isBodyComing && !self.hasRequestBegun && self.wasReading && self.isReading
            let isBodyStuck = isBodyWaitedFor && self.received < Self.least
            if self.isBehindAnswer { self.checksBehindAnswer += 1 }
            if !isTaken || isBodyStuck || self.checksBehindAnswer > Self.longestBehindAnswer { return context.close(promise: nil) }
            if self.isBodyComing || !context.channel.isWritable { self.watch(context) }
        }
    }

    /// What has been written and not been taken.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
