package import Definitions
package import Pages
package import RecordPages
package import Web

/// The addresses of what people set up: the workspace, themselves, what comes in from tables.
package struct SettingsRoutes {
    let frame: PageFrame

    package init(frame: PageFrame) { self.frame = frame }

    /// What these pages add to those of records.
    package static let own = DepartmentPages(
        tabs: FollowPart.tabs, parts: [DuplicatePanel.part, FollowPart.part, RoleRights.part, RulePart.part, ArchivePart.part], panels: [FirstSteps.panel],
        offers: ArchivePart.offers + [DuplicatePages.mergeOffer],
        forms: [FormRule("role", omits: ["rights"], hides: ["rights"])], settings: SettingsPage.objects, settingPlaces: SettingsPage.places)

    package var all: [Route] {
        ImportRoutes(frame: frame).all + BankPages(frame: frame).all + RightsPages(frame: frame).all + AccountRoutes(frame: frame).all
            + LeaverPages(frame: frame).all + ReassignmentPages(frame: frame).all + TrashPages(frame: frame).routes
            + QualityPage.routes(frame) + PackagePages(frame: frame).routes
            + NoticePages(frame: frame).routes + InstallRoutes.all + StyleguideRoutes.all
    }

    /// What an object has here.
    package func of(_ object: ObjectDefinition) -> [Route] {
        [AccessPage.route(object, frame)] + DuplicatePages(frame: frame, object: object).routes.map { $0.leadingOn(object) }
    }
}
