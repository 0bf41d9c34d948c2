import Foundation
import Jobs
import Kit
import Logging
import Storage
import UnixSignals
import Web

extension Command {
    /// Performs the command: by the server that has the data when one is there, else here.
    /// - Parameters:
    ///   - input: the file that goes with it.
    ///   - output: the file to write; the standard output without one.
    /// - Returns: the exit code.
    /// - Throws: `Complaint` that says what to do.
    public func run(at configuration: Configuration, input: String? = nil, output: String? = nil) async throws -> Int32 {
        guard needsJobs else { return try await carryOut(configuration, input, output) }
        // Whoever interrupts an import is told what becomes of it, and the job is handed back.
        return try await withThrowingTaskGroup(of: Int32.self) { group in
            group.addTask { try await carryOut(configuration, input, output) }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
                return 130
            }
            defer { group.cancelAll() }
            return try await group.next() ?? 0
        }
    }

    private func carryOut(_ configuration: Configuration, _ input: String?, _ output: String?) async throws -> Int32 {
        do {
            var terminal = try Terminal(input: input, output: output)
            do {
                let code = try await perform(at: configuration, &terminal)
                try terminal.finish()
                return code
            } catch {
                terminal.discard()
                throw error
            }
        } catch is NobodyReads {
            return 128 + SIGPIPE
        } catch {
            throw Complaint(error)
        }
    }

    private func perform(at configuration: Configuration, _ terminal: inout Terminal) async throws -> Int32 {
        let deadline = ContinuousClock.now + .seconds(5)
        while true {
            if let socket = AdministratorSocket(configuration), let line = try await socket.call() {
                return try await line.send(self, to: configuration.workspaces.first, &terminal)
            }
            do {
                return try await performHere(configuration, &terminal)
            } catch let problem as StartProblem where problem.isBusy && ContinuousClock.now < deadline {
                // Another command is at work, or a server is on its way up or down.
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func performHere(_ configuration: Configuration, _ terminal: inout Terminal) async throws -> Int32 {
        let newFolder = configuration.newFolder
        let store = try await WorkspaceStore.open(configuration)
        // Seldom what somebody wants who mistyped the folder.
        if let newFolder { terminal.warn("\(newFolder) holds no data: a new workspace was made there.") }
        let workspace = store.chosen
        do {
            let code = try await withThrowingTaskGroup(of: Void.self) { group in
                if needsJobs {
                    group.addTask { await workspace.runner(report: { _ in }).run() }
                }
                defer { group.cancelAll() }
                return try await perform(in: workspace, configuration, &terminal)
            }
            await store.close()
            return code
        } catch {
            await store.close()
            throw error
        }
    }
}

extension WorkspaceStore {
    /// The workspace that a command means: the first one that it names, else the default one.
    var chosen: Workspace { all.count > 1 ? all[1] : all[0] }
}

extension Configuration {
    /// The folder with SQLite that opening it makes, if it is not there yet.
    fileprivate var newFolder: String? {
        folder.flatMap { FileManager.default.fileExists(atPath: "\($0)/krug.db") ? nil : $0 }
    }
}
