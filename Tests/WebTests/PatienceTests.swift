import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Web

@Suite struct PatienceTests {
    @Test func `a body that has just begun is not taken for one that hardly comes`() throws {
        let channel = EmbeddedChannel(handler: PatienceHandler(.seconds(30)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let head = HTTPRequestPart.head(HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/"))
        // An order whose head and body come apart, and is answered.
        try channel.writeInbound(head)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "{}")))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        // The head of another comes just before it is looked whether the body of the first one has gone on.
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(28_900))
        try channel.writeInbound(head)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(!channel.isActive)
    }
}
