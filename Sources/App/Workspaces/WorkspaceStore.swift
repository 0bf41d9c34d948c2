import Attachments
import Bulk
import Composing
import Definitions
import Exchange
import Files
import Foundation
public import Identity
import Jobs
public import Kit
import Notices
import People
import PostgresStorage
import RecordEngine
import Requisites
import SQLiteStorage
import Sales
public import Storage
import Tailoring
import Upkeep
import Views
public import Web
import Work

/// The workspaces of this program: opened, brought up to date, found by host.
public struct WorkspaceStore: Workspaces {
    /// The default one first.
    public let all: [Workspace]
    private let time: OneTime

    /// Opens every workspace of a configuration, and makes those that are missing.
    /// - Parameter clock: the time; that of the machine, and where there is one of the database, for nil.
    /// - Parameter notice: is told what whoever runs the program should know; the standard error unless given.
    /// - Throws: `StartProblem` that says what to do.
    public static func open(
        _ configuration: Configuration, clock: Clock? = nil,
        notice: @Sendable (String) -> Void = WorkspaceStore.complain
    ) async throws -> WorkspaceStore {
        let passwords = Passwords()
        let time = OneTime(clock ?? .system)
        var all: [Workspace] = []
        for name in ["default"] + configuration.workspaces {
            guard Identifier(checked: name) != nil else {
                throw StartProblem("The workspace name “\(name)” may hold lower-case Latin letters, digits and _ only.")
            }
            let database = try open(name, configuration, time.clock)
            if clock == nil { try await time.follow(database) }
            let files = configuration.files(of: name)
            if configuration.folder != nil { Maintenance.sweepBackups(in: files) }
            all.append(
                try await workspace(
                    name, database, configuration.standards, files: files, fileLimit: configuration.fileLimit, passwords, time.clock,
                    notice: notice))
            if clock == nil { try await time.begin(behind: database) }
        }
        return WorkspaceStore(all: all, time: time)
    }

    /// Makes a workspace of an open database: tables, seed, engine.
    /// - Parameter files: the folder for files, where the database does not keep them itself.
    public static func workspace(
        _ name: String, _ database: any Database, _ standards: Configuration.Standards, files: String,
        fileLimit: Int = Workspace.usualFileLimit, _ passwords: Passwords, _ clock: Clock,
        notice: @Sendable (String) -> Void = { _ in }
    ) async throws -> Workspace {
        let store: any FileStore =
            if let file = database as? SQLiteDatabase {
                // What a restore has replaced may be wanted again, with its files.
                try FolderFiles(folder: files, database: file, named: namedFiles) { !file.replaced.isEmpty }
            } else {
                DatabaseFiles(database: database, named: namedFiles)
            }
        let tables = tables + store.tables
        if try await database.read({ try SchemaTables.wouldChange(Schema(objects: objects, verbs: []), tables, $0) }) {
            try await keepFormer(name, database, clock, notice)
        }
        let jobs = JobQueue()
        let engines = try await database.write { tx in
            if let lock = tx.dialect.lockSchema { try tx.query(lock) { _ in true } }
            let columns = try tx.dialect.columns(tx)
            try SchemaTables.apply(Schema(objects: objects, verbs: []), tables, tx)
            let (settings, isNew) = try WorkspaceSettings.readOrKeep(standards, tx)
            let shipped = engine(settings, jobs)
            if isNew { try Seed.plant(settings.language, Records(shipped, tx, .system(settings.language))) }
            let engines = try LiveEngine(shipped, adding: CustomSchema.additions, tx)
            // Nobody else can have this file, so whoever had jobs is gone.
            if database is SQLiteDatabase { try JobQueue.takeBack(in: tx) }
            if Deal.lacksStageSince(columns) { try Deal.fillStageSince(tx) }
            try ComputedFields.begin(objects, columns, Records(engines.known, tx, .system(settings.language)))
            if columns["changed_owner"] == nil { try Records(engines.known, tx, .system(settings.language)).renoteOwners() }
            if columns["match_key"] == nil { try Records(engines.known, tx, .system(settings.language)).rebuildMatchKeys() }
            return engines
        }
        database.onNews {
            jobs.wake()
            engines.doubt()
        }
        return Workspace(
            name: name, database: database, engines: engines, passwords: passwords, jobs: jobs, clock: clock, files: store,
            fileLimit: fileLimit
        )
    }

    public static let complain: @Sendable (String) -> Void = { FileHandle.standardError.write(Data("\($0)\n".utf8)) }

    /// Before tables that are in use are changed.
    private static func keepFormer(_ name: String, _ database: any Database, _ clock: Clock, _ notice: (String) -> Void) async throws {
        guard let file = database as? SQLiteDatabase else {
            return notice("The tables of “\(name)” are brought up to date. Before an upgrade a copy by pg_dump is advised.")
        }
        do {
            notice("The tables of “\(name)” are brought up to date. As it was, it is kept in \(try await file.snapshot(at: clock.now())).")
        } catch {
            throw StartProblem("The tables of “\(name)” have to be brought up to date, and no copy could be made first: \(error)")
        }
    }

    public func workspace(host: String) -> Workspace? {
        let label = host.prefix { $0 != "." && $0 != ":" }
        return all.first { $0.name == label } ?? all.first
    }

    /// Keeps to the time of the database. One that can't tell it just now is asked the next time.
    func keepTime() async {
        while (try? await Task.sleep(for: .seconds(60))) != nil {
            if time.follows, let database = all.first?.database { try? await time.follow(database) }
        }
    }

    public func close() async {
        for workspace in all { await workspace.database.close() }
    }

    private static let departments = [
        identityDepartment, tailoringDepartment, viewsDepartment, composingDepartment, noticesDepartment, upkeepDepartment,
        exchangeDepartment, peopleDepartment, requisitesDepartment,
        salesDepartment, workDepartment, attachmentsDepartment,
    ]
    private static let objects = departments.flatMap(\.objects)

    private static let tables =
        IdentityModule.tables + JobQueue.tables + Imports.tables + Turns.tables + Notices.tables + Drafts.tables + [
            WorkspaceSettings.table, FileText.table,
        ]

    /// Which files are still needed, said by those who name them in their rows.
    private static let namedFiles = namedFiles(in: ["import_run", "file"])

    /// The same of a database that has these tables only.
    static func namedFiles(in tables: Set<String>) -> [SQL] {
        (tables.contains("import_run") ? [Imports.files] : []) + (tables.contains("file") ? Attachment.files : [])
    }

    private static func engine(_ settings: Configuration.Standards, _ jobs: JobQueue) -> Engine {
        Engine(
            objects: objects, verbs: departments.flatMap(\.verbs),
            preparations: departments.flatMap(\.preparations) + [Mentioning.preparation],
            consequences: departments.flatMap(\.consequences)
                + [
                    Notices.consequence { try Principals.load(user: $0, via: Via(.page), in: $1) },
                    Reminders.consequence(jobs), indexing(jobs), viewIndexing(jobs), FileText.consequence(jobs),
                    ComputedFields.repricing(jobs, after: CurrencyRate.object.name),
                ],
            words: departments.flatMap(\.words), rates: CurrencyRate.source, postpones: ComputedFields.postponing(jobs),
            settings: Engine.Settings(
                zone: WorkspaceZone.make(identifier: settings.zone) ?? WorkspaceZone(identifier: "UTC", firstWeekday: 1) { _ in 0 },
                baseCurrency: settings.baseCurrency, country: settings.country
            )
        )
    }

    /// What a new field wants indexed is indexed behind the scenes.
    private static func indexing(_ jobs: JobQueue) -> Consequence {
        Consequence("custom_field") { _, new, records in
            if let new, CustomField.wantsIndex(new) { try jobs.enqueue(JobKinds.indexes(), in: try records.writing()) }
        }
    }

    /// What a shared view filters and sorts by is indexed behind the scenes.
    private static func viewIndexing(_ jobs: JobQueue) -> Consequence {
        Consequence(SavedView.object.name) { old, new, records in
            guard ViewIndexes.mayDiffer(old, new) else { return }
            try jobs.enqueue(JobKinds.viewIndexes(), in: try records.writing())
        }
    }

    static func file(of workspace: String, in folder: String) -> String { "\(folder)/\(workspace == "default" ? "krug" : workspace).db" }

    private static func open(_ name: String, _ configuration: Configuration, _ clock: Clock) throws -> any Database {
        switch configuration.place {
        case .folder(let folder):
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
            )
            do {
                return try SQLiteDatabase(path: file(of: name, in: folder), readers: configuration.readers, clock: clock)
            } catch let inUse as DatabaseInUse {
                throw StartProblem("\(inUse) Another krug works on \(folder): stop it, or choose another --data.", isBusy: true)
            }
        case .postgres(let url):
            return try PostgresDatabase(url: url, schema: name == "default" ? "krug" : "krug_\(name)", clock: clock)
        }
    }
}

/// Why the program can't start, said to whoever starts it.
public struct StartProblem: Error, CustomStringConvertible {
    public let description: String
    /// Another program has the data.
    let isBusy: Bool

    public init(_ description: String) { self.init(description, isBusy: false) }

    init(_ description: String, isBusy: Bool) {
        self.description = description
        self.isBusy = isBusy
    }
}
