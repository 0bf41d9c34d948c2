public import Definitions

/// All addresses of the program, for a schema.
public enum SiteRoutes {
    public static func all(_ schema: Schema) -> [Route] { APIRoutes.all(schema: schema) }
}
