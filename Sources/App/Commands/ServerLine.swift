import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// A line to the server that has the data.
struct ServerLine {
    fileprivate typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private let channel: Channel

    fileprivate init(_ channel: Channel) { self.channel = channel }

    /// Lets the server perform a command, and does at this end what it says.
    /// - Returns: the exit code.
    func send(_ command: Command, to workspace: String?, _ terminal: inout Terminal) async throws -> Int32 {
        let letter = try JSONEncoder().encode(Letter(workspace: workspace, command: command))
        do {
            return try await channel.executeThenClose { answer, order in
                let headers: HTTPHeaders = ["host": "localhost", "transfer-encoding": "chunked", "connection": "close"]
                try await order.write(.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: Letter.path, headers: headers)))
                try await order.write(.body(.byteBuffer(ByteBuffer(bytes: letter + [10]))))
                while let piece = try terminal.read() { try await order.write(.body(.byteBuffer(ByteBuffer(bytes: piece)))) }
                try await order.write(.end(nil))
                return try await listen(answer, &terminal)
            }
        } catch is ChannelError {
            throw ServerLine.cut
        } catch is IOError {
            throw ServerLine.cut
        }
    }

    private func listen(_ answer: NIOAsyncChannelInboundStream<HTTPClientResponsePart>, _ terminal: inout Terminal) async throws -> Int32 {
        var bytes: [UInt8] = []
        for try await part in answer {
            guard case .body(let buffer) = part else { continue }
            bytes += buffer.readableBytesView
            while let frame = Frame(takenFrom: &bytes) {
                switch frame {
                case .line(let text): try terminal.say(text)
                case .bytes(let content): try terminal.write(content)
                case .warning(let text): terminal.warn(text)
                case .note(let text): terminal.note(text)
                case .done(let code): return code
                case .refused(let text): throw Complaint(text)
                }
            }
        }
        throw ServerLine.cut
    }

    private static let cut = Complaint("The server went away before it had answered. Look whether the command was carried out, then give it again.")
}

extension AdministratorSocket {
    /// A line to the server behind the socket; nil when there is none.
    func call() async throws -> ServerLine? {
        do {
            return ServerLine(
                try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        return try ServerLine.Channel(wrappingChannelSynchronously: channel)
                    }
                })
        } catch let error as IOError where error.errnoCode == EACCES {
            throw Complaint("A server has this folder, and you may not speak with it. Give the command as the user who owns \(path), or as root.")
        } catch is IOError {
            return nil
        } catch is SocketAddressError {
            return nil
        }
    }
}
