public import Definitions
public import Pages

/// All addresses of the program, for a schema and the pages of its departments.
public enum SiteRoutes {
    public static func all(_ schema: Schema, departments: [DepartmentPages]) -> [Route] {
        APIRoutes.all(schema: schema) + PageRoutes.all(schema: schema, departments: departments)
    }

    /// The addresses of the objects of a schema that administrators made. What is hidden has none.
    public static func custom(_ schema: Schema, departments: [DepartmentPages]) -> [Route] {
        let objects = schema.objects.filter { $0.custom.map { !$0.isHidden } ?? false }
        return objects.flatMap { APIRoutes.of($0, schema) }
            + PageRoutes.records(objects, schema, PageRoutes.frame(departments))
    }
}
