import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Web

@Suite struct PatienceTests {
    /// Counts what the server asks of the client.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var count = 0

        func read(context: ChannelHandlerContext) {
            count += 1
            context.read()
        }
    }

    private let channel = EmbeddedChannel()
    private let reads = Reads()
    private let head = HTTPRequestPart.head(HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/"))

    init() throws {
        try channel.pipeline.syncOperations.addHandlers([reads, PatienceHandler(.seconds(30))])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.read()
    }

    private func receive(_ part: HTTPRequestPart) throws { try channel.writeInbound(part) }

    private func receive(bytes: Int) throws { try receive(.body(ByteBuffer(repeating: 32, count: bytes))) }

    private func answer() throws { try channel.writeOutbound(HTTPResponsePart.end(nil)) }

    private func pass(_ seconds: Double) { channel.embeddedEventLoop.advanceTime(by: .milliseconds(Int64(seconds * 1000))) }

    @Test func `a body that has just begun is not taken for one that hardly comes`() throws {
        // An order whose head and body come apart, and is answered.
        try receive(head)
        channel.read()
        pass(1)
        try receive(bytes: 2)
        channel.read()
        try receive(.end(nil))
        channel.read()
        try answer()
        // The head of another comes just before it is looked whether the body of the first one has gone on.
        pass(28.9)
        try receive(head)
        channel.read()
        pass(1)
        #expect(channel.isActive)
        pass(30)
        #expect(!channel.isActive)
    }

    @Test func `a body that the server does not take yet is not late`() throws {
        try receive(head)
        channel.read()
        try receive(bytes: 100)
        // It is at work for minutes.
        pass(200)
        #expect(channel.isActive)
        // Then it waits for the rest.
        channel.read()
        pass(60)
        #expect(!channel.isActive)
    }

    @Test func `what goes on behind its answer is read without the server, and thrown away`() throws {
        try receive(head)
        try receive(bytes: 1000)
        #expect(reads.count == 1)
        try answer()
        for number in 1...100 {
            #expect(reads.count == number + 1)
            try receive(bytes: 100_000)
        }
        try receive(.end(nil))
        #expect(reads.count == 102)
        var passedOn = 0
        while let part = try channel.readInbound(as: HTTPRequestPart.self) {
            if case .body(let bytes) = part { passedOn += bytes.readableBytes }
        }
        #expect(passedOn == 1000)
        #expect(channel.isActive)
    }

    @Test func `too much behind an answer is cut off`() throws {
        try receive(head)
        try answer()
        for _ in 1...64 { try receive(bytes: 1 << 20) }
        #expect(channel.isActive)
        try receive(bytes: 1)
        #expect(!channel.isActive)
    }

    @Test func `what goes on for long behind its answer is cut off although it comes`() throws {
        try receive(head)
        // It takes its time before it is answered.
        for _ in 1...20 {
            channel.read()
            try receive(bytes: 20_000)
            pass(30)
        }
        try answer()
        for _ in 1...4 {
            try receive(bytes: 20_000)
            pass(30)
        }
        #expect(channel.isActive)
        try receive(bytes: 20_000)
        pass(30)
        #expect(!channel.isActive)
    }
}
