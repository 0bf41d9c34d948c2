import API
package import Definitions
package import Pages
import RecordPages
import SettingsPages
package import Web

/// All addresses of the program, for a schema and the pages of its departments.
package enum SiteRoutes {
    package static func all(_ schema: Schema, departments: [DepartmentPages]) -> [Route] {
        let frame = frame(departments)
        return APIRoutes.all(schema: schema) + PageRoutes(frame: frame).all + records(schema.objects.filter { !$0.isCustom }, schema, frame)
            + SettingsRoutes(frame: frame).all
    }

    /// The addresses of the objects of a schema that administrators made. What is hidden has none.
    package static func custom(_ schema: Schema, departments: [DepartmentPages]) -> [Route] {
        let objects = schema.objects.filter { $0.custom.map { !$0.isHidden } ?? false }
        return objects.flatMap { APIRoutes.of($0, schema) } + records(objects, schema, frame(departments))
    }

    private static func frame(_ departments: [DepartmentPages]) -> PageFrame {
        PageFrame(pages: .joined(departments + [PageRoutes.own, SettingsRoutes.own]))
    }

    private static func records(_ objects: [ObjectDefinition], _ schema: Schema, _ frame: PageFrame) -> [Route] {
        objects.flatMap { PageRoutes(frame: frame).of($0, schema) + SettingsRoutes(frame: frame).of($0) }
    }
}
