public import Definitions
public import Pages

/// All addresses of the program, for a schema and the pages of its departments.
public enum SiteRoutes {
    public static func all(_ schema: Schema, departments: [DepartmentPages]) -> [Route] {
        APIRoutes.all(schema: schema) + PageRoutes.all(schema: schema, departments: departments)
    }
}
