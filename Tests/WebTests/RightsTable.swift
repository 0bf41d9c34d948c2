import Definitions
import Exchange
import Identity
import Kit
import RecordEngine
import TestSupport
import Web

/// Those who call an address in the tests of rights. The record in question is Clara's.
enum Caller: String, CaseIterable {
    /// A foreigner is signed in to another workspace, a colleague is a salesperson of Clara's team, a stranger one of another.
    case nobody, foreigner, observer, stranger, colleague, owner, head, administrator

    func person(_ world: World, _ others: [Caller: World.Person]) -> World.Person? {
        switch self {
        case .nobody: nil
        case .foreigner, .colleague: others[self]
        case .observer: world.olga
        case .stranger: world.dmitri
        case .owner: world.clara
        case .head: world.boris
        case .administrator: world.amelia
        }
    }

    var role: Role {
        switch self {
        case .nobody, .foreigner: Role("nobody", .verbatim(""), standard: .nothing)
        case .observer: ShippedRoles.observer
        case .stranger, .colleague, .owner: ShippedRoles.salesperson
        case .head: ShippedRoles.head
        case .administrator: ShippedRoles.administrator
        }
    }

    /// Whether a row rule of this caller's role reaches Clara's record.
    func reaches(_ rule: RowRule) -> Bool {
        switch rule {
        case .none: false
        case .all: true
        case .rows(let rule): self == .owner || self == .head || self == .colleague && rule.contains("audience = team and owner = my_team")
        }
    }
}

/// What an address is for, which decides who may come.
enum Purpose: Equatable {
    /// With what the name says done to one record of an object, or to all of them.
    case list(String), read(String), create(String), update(String), delete(String), restore(String)
    case export(String)
    case everyone, signedIn, administrators
    /// A page for administrators about one record of an object.
    case administered(String)
    /// For whoever may make records of some kind.
    case importers
    /// Several operations, each of which is refused by itself.
    case batch
    /// An import that Clara began.
    case ownImport
    /// A token of Clara's, which only she may revoke.
    case ownToken
    /// A bulk change that Clara ordered, and ordering one.
    case ownBulk, bulk(String)
    /// Giving many records to somebody.
    case assigning
    /// The handing over of a user's records, which an administrator ordered.
    case reassignment
    /// Putting records of a list into a segment.
    case segmenting(String)
    /// Adding a file to a deal of Clara's.
    case attach
    /// Keeping a list as a view, and changing Clara's view of a list.
    case view(String), ownView(String)
    /// Erasing a deleted record for good.
    case erase(String)
    /// Bringing a deleted deal of Clara's back.
    case trash
    /// Undoing a change of Clara's to her own deal.
    case undo
}

/// Every address of the program and what it is for. An address that is not here fails the tests.
struct RightsTable {
    let purposes: [String: Purpose]

    init(_ schema: Schema) {
        var purposes = RightsTable.others
        for object in schema.objects {
            purposes.merge(RightsTable.api(object, schema)) { first, _ in first }
            purposes.merge(RightsTable.pages(object, schema)) { first, _ in first }
        }
        self.purposes = purposes
    }

    /// By an object, the one whose rights hold for it: the samples hang on a deal of Clara's.
    static let holders = ["file": "deal", "pin": "deal", "comment": "deal", "requisite_set": "company", "bank_account": "company"]

    private static let others: [String: Purpose] = [
        "POST /api/batch": .batch, "GET /api/search": .signedIn, "GET /api/journal": .signedIn, "POST /api/batches/:id/undo": .undo,
        "GET /api/me": .signedIn,
        "GET /api/tokens": .signedIn, "POST /api/tokens": .signedIn, "DELETE /api/tokens/:id": .ownToken,
        "GET /api/openapi.json": .signedIn, "GET /livez": .everyone, "GET /readyz": .everyone,
        "POST /api/imports": .importers, "GET /api/imports/:id": .ownImport, "GET /import": .importers, "POST /import": .importers,
        "POST /api/imports/:id/undo": .ownImport, "POST /api/imports/:id/redo": .ownImport, "GET /api/imports/:id/kept": .ownImport,
        "POST /api/imports/:id/start": .ownImport, "GET /api/imports/:id/lines": .ownImport, "GET /api/imports/:id/cells": .ownImport,
        "POST /import/:id/start": .ownImport,
        "GET /api/imports/:id/rejected": .ownImport, "POST /api/imports/:id/rejected": .ownImport, "GET /import/:id/rejected": .ownImport,
        "POST /import/:id/rejected": .ownImport,
        "GET /import/:id/preview": .ownImport, "GET /import/:id/preview/progress": .ownImport,
        "POST /import/:id/undo": .ownImport, "POST /import/:id/redo": .ownImport, "GET /import/:id/kept": .ownImport,
        "GET /import/:id": .ownImport, "POST /import/:id": .ownImport, "POST /import/:id/format": .ownImport,
        "GET /import/:id/progress": .ownImport, "GET /import/:id/rejected.csv": .ownImport, "GET /import/:id/warnings.csv": .ownImport,
        "GET /api/bulk/:id": .ownBulk, "GET /api/bulk/:id/skipped": .ownBulk, "POST /api/bulk/:id/start": .ownBulk,
        "POST /api/bulk/:id/undo": .ownBulk, "POST /api/bulk/:id/redo": .ownBulk,
        "GET /bulk/:id": .ownBulk, "GET /bulk/:id/progress": .ownBulk, "GET /bulk/:id/skipped": .ownBulk,
        "GET /bulk/:id/skipped.csv": .ownBulk,
        "POST /bulk/:id/start": .ownBulk, "POST /bulk/:id/undo": .ownBulk, "POST /bulk/:id/redo": .ownBulk,
        "GET /": .signedIn, "GET /search": .signedIn, "POST /batches/:id/undo": .undo, "GET /deals/board": .signedIn,
        "GET /activities/day": .signedIn, "GET /templates/choose": .read("deal"), "POST /drafts": .read("deal"), "POST /pins/toggle": .update("deal"),
        "GET /sign-in": .everyone, "POST /sign-in": .everyone, "GET /setup": .everyone, "POST /setup": .everyone,
        "GET /manifest.webmanifest": .everyone, "GET /service-worker.js": .everyone, "GET /styleguide": .everyone,
        "GET /styleguide/:sample": .everyone, "GET /offline": .everyone,
        "GET /welcome/:secret": .everyone, "POST /welcome/:secret": .everyone,
        "POST /preferences/theme": .everyone, "POST /preferences/language": .everyone, "POST /sign-out": .signedIn,
        "GET /api/quality": .list("deal"), "GET /quality": .signedIn, "POST /quality/assign": .assigning, "GET /trash": .signedIn,
        "POST /trash": .trash,
        "GET /developers": .signedIn, "GET /live": .signedIn, "GET /notifications": .signedIn, "POST /notifications/read": .signedIn,
        "POST /notifications/snooze": .signedIn, "POST /notifications/settings": .signedIn,
        "POST /notifications/first-steps/close": .signedIn, "GET /api/notifications": .signedIn,
        "POST /api/notifications/read": .signedIn, "POST /api/notifications/snooze": .signedIn,
        "GET /actions": .signedIn, "POST /actions/undo": .signedIn,
        "GET /profile": .signedIn, "POST /profile": .signedIn, "POST /profile/password": .signedIn,
        "POST /profile/sessions/end": .signedIn, "POST /profile/tokens": .signedIn, "POST /profile/tokens/:id/revoke": .ownToken,
        "GET /settings/fields": .administrators, "GET /settings/fields/new": .administrators,
        "POST /settings/fields/:id/move": .update("custom_field"), "POST /settings/fields/:id/hide": .update("custom_field"),
        "GET /settings/objects": .administrators, "POST /settings/objects/:id/hide": .update("custom_object"),
        "GET /settings/duplicates": .administrators, "POST /settings/duplicates": .administrators,
        "POST /api/files": .attach, "PUT /api/files/:id/content": .update("file"), "GET /api/files/:id/content": .read("file"),
        "GET /api/files/:id/versions": .read("file"), "GET /api/files/:id/versions/:version/content": .read("file"),
        "POST /api/files/:id/versions/:version/restore": .update("file"),
        "POST /files/upload": .attach, "POST /files/:id/upload": .update("file"), "GET /files/:id/content": .read("file"),
        "GET /files/:id/preview": .read("file"), "GET /files/:id/versions/:version/content": .read("file"),
        "POST /files/:id/versions/:version/restore": .update("file"),
        "POST /api/banks/import": .administrators, "GET /banks/import": .administrators, "POST /banks/import": .administrators,
        "GET /api/package": .administrators, "POST /api/package": .administrators, "GET /settings/package": .administrators,
        "GET /settings/package.zip": .administrators, "POST /settings/package": .administrators,
        "GET /settings": .administrators, "GET /roles/:id/rights": .administered("role"), "POST /roles/:id/rights": .administered("role"),
        "POST /roles/:id/copy": .administered("role"), "POST /users/:id/invite": .administrators,
        "GET /users/:id/leave": .administered("user"), "POST /users/:id/leave": .administered("user"),
        "POST /api/users/:id/leave": .administered("user"),
        "GET /reassignments/:id": .reassignment, "GET /reassignments/:id/progress": .reassignment,
        "POST /reassignments/:id/undo": .reassignment, "POST /reassignments/:id/redo": .reassignment,
        "GET /api/reassignments/:id": .reassignment, "POST /api/reassignments/:id/undo": .reassignment,
    ]

    private static func api(_ object: ObjectDefinition, _ schema: Schema) -> [String: Purpose] {
        let (path, name) = ("/api/\(object.path)", object.name)
        var purposes: [String: Purpose] = [
            "GET \(path)": .list(name), "GET \(path)/aggregate": .list(name),
            "GET \(path)/:id": .read(name), "GET \(path)/:id/history": .read(name), "GET \(path)/:id/access": .administered(name),
            "PATCH \(path)/:id": .update(name),
            "DELETE \(path)/:id": .delete(name), "POST \(path)/:id/restore": .restore(name),
            "GET \(path)/deleted": .list(name), "POST \(path)/:id/erase": .erase(name),
            "GET \(path)/export": .export(name), "GET \(path)/changes": .list(name), "GET \(path)/changes/summary": .list(name),
            "POST \(path)/:id/revert": .update(name), "POST \(path)/bulk": .bulk(name),
        ]
        if object.beginsWithForm { purposes["POST \(path)"] = .create(name) }
        for verb in schema.verbs(of: name) { purposes["POST \(path)/:id/\(verb.name)"] = .update(name) }
        if object.isMergeable { purposes["POST \(path)/:id/merge"] = .delete(name) }
        guard !object.matching.isEmpty else { return purposes }
        for way in ["GET \(path)/duplicates", "GET \(path)/duplicates/dismissed", "POST \(path)/duplicates/check"] {
            purposes[way] = .list(name)
        }
        for deed in ["dismiss", "recall"] { purposes["POST \(path)/duplicates/\(deed)"] = .update(name) }
        return purposes
    }

    private static func pages(_ object: ObjectDefinition, _ schema: Schema) -> [String: Purpose] {
        let (path, name) = ("/\(object.path)", object.name)
        var purposes: [String: Purpose] = [
            "GET \(path)": .list(name), "GET \(path)/count": .list(name), "GET \(path)/:id": .read(name),
            "GET \(path)/:id/peek": .read(name), "GET \(path)/:id/history": .read(name), "GET \(path)/changes": .list(name),
            "GET \(path)/:id/access": .administered(name),
        ]
        for format in ExportFormat.allCases where format.fits(object) { purposes["GET \(path)/export.\(format.rawValue)"] = .export(name) }
        purposes["POST \(path)/:id/revert"] = .update(name)
        purposes["POST \(path)/conditions"] = .list(name)
        purposes["POST \(path)/cells"] = .update(name)
        purposes["GET \(path)/condition"] = .list(name)
        purposes["GET \(path)/figures"] = .list(name)
        if object.isInNavigation { for method in ["GET", "POST"] { purposes["\(method) \(path)/segment"] = .segmenting(name) } }
        for method in ["GET", "POST"] { purposes["\(method) \(path)/bulk"] = .bulk(name) }
        purposes["POST \(path)/views"] = .view(name)
        purposes["POST \(path)/views/:id"] = .ownView(name)
        if object.isMergeable {
            purposes["GET \(path)/merge"] = .list(name)
            purposes["POST \(path)/merge"] = .delete(name)
        }
        if !object.matching.isEmpty {
            for way in ["GET \(path)/duplicates", "POST \(path)/duplicates/check"] { purposes[way] = .list(name) }
            for deed in ["dismiss", "recall"] { purposes["POST \(path)/duplicates/\(deed)"] = .update(name) }
            purposes["POST \(path)/duplicates/merge"] = .delete(name)
        }
        for method in ["GET", "POST"] {
            if object.beginsWithForm { purposes["\(method) \(path)/new"] = .create(name) }
            purposes["\(method) \(path)/:id/edit"] = .update(name)
            purposes["\(method) \(path)/:id/delete"] = .delete(name)
            for verb in schema.verbs(of: name) where verb.object != nil || verb.field != nil || object.ownerField != nil {
                purposes["\(method) \(path)/:id/\(verb.name)"] = .update(name)
            }
        }
        return purposes
    }
}

extension Purpose {
    /// The object whose records are asked for.
    var object: String? {
        switch self {
        case .attach: "file"
        case .bulk(let name), .list(let name), .export(let name), .read(let name), .create(let name), .update(let name), .delete(let name),
            .restore(let name), .view(let name), .ownView(let name), .erase(let name), .segmenting(let name):
            name
        default: nil
        }
    }

    /// The status with which a caller is turned away; nil for whoever may come.
    func refusal(of caller: Caller, at route: Route) -> Int? {
        if self == .everyone { return nil }
        // A form is kept until its sender has signed in; a file is not even read.
        if caller == .nobody || caller == .foreigner {
            let isFile = ["/import", "/banks/import", "/files/upload", "/files/:id/upload", "/settings/package"].contains(route.pattern)
            return route.audience == .programs || route.method != .get && !isFile ? 401 : 303
        }
        switch self {
        case .everyone, .signedIn: return nil
        case .administrators, .administered: return caller == .administrator ? nil : 403
        case .ownToken: return caller == .owner ? nil : 404
        case .ownBulk, .ownImport: return caller == .owner || caller == .administrator ? nil : 404
        case .importers: return caller == .observer ? 403 : nil
        case .batch: return caller == .observer ? 422 : nil
        case .assigning: return caller == .observer ? 403 : nil
        case .reassignment: return caller == .administrator ? nil : 404
        case .trash: return caller == .observer ? 403 : caller == .stranger || caller == .colleague ? 404 : nil
        case .undo:
            switch caller {
            case .owner, .administrator: return nil
            case .stranger, .colleague: return 404
            default: return 403
            }
        default: return recordRefusal(of: caller, at: route)
        }
    }

    private func recordRefusal(of caller: Caller, at route: Route) -> Int? {
        guard let object else { return nil }
        // What hangs on another record has its rights, and may be exported by whoever may export anything.
        let holder = RightsTable.holders[object] ?? object
        if case .export = self {
            let grant = caller.role.grant(holder)
            return grant.read == .none ? 404 : grant.export ? nil : 403
        }
        let isAdministered = [
            "user", "team", "role", "custom_field", "custom_object", "validation_rule", "object_layout", "duplicate_rule",
            "retention_policy",
        ].contains(object)
        if route.audience == .people, isAdministered, caller != .administrator { return 403 }
        let grant = caller.role.grant(holder)
        /// What may not even be read is not there; what may be read is forbidden.
        func changing(_ rule: RowRule) -> Int? { caller.reaches(rule) ? nil : caller.reaches(grant.read) ? 403 : 404 }
        switch self {
        case .list, .view: return grant.read == .none ? 404 : nil
        // What hangs on another record is asked for record by record.
        case .bulk where holder != object: return object == "comment" && caller == .observer ? 403 : nil
        case .bulk:
            let mayNot = grant.delete == .none && (route.method == .post || grant.update == .none)
            return grant.read == .none ? 404 : mayNot ? 403 : nil
        case .segmenting: return caller == .observer ? 403 : nil
        case .erase: return grant.read == .none ? 404 : caller == .administrator ? nil : 403
        case .ownView: return [.owner, .administrator].contains(caller) ? nil : 404
        case .read: return caller.reaches(grant.read) ? nil : 404
        // An empty form says of nothing yet what it would hang on.
        case .create where holder != object && route.method == .get: return grant.update == .none ? 403 : nil
        case .create where holder != object, .attach: return changing(grant.update)
        case .create: return grant.create ? nil : 403
        case .update: return changing(grant.update)
        case .delete: return changing(holder == object ? grant.delete : grant.update)
        case .restore where holder != object: return grant.update == .none ? 403 : caller.reaches(grant.update) ? nil : 404
        case .restore: return !grant.create || grant.delete == .none ? 403 : caller.reaches(grant.delete) ? nil : 404
        default: return nil
        }
    }
}

extension Route {
    var key: String { "\(method.rawValue) \(pattern)" }
}
