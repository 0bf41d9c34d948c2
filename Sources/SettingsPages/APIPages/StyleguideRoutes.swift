import Kit
import Pages
import Web

/// `/styleguide`: every component with canned data. Only in programs that are built for development.
enum StyleguideRoutes {
    static var all: [Route] {
        #if DEBUG
            [
                Route(.get, "/styleguide", .everyone, for: .people, handler: show),
                Route(.get, "/styleguide/:sample", .everyone, for: .people, handler: show),
            ]
        #else
            []
        #endif
    }

    private static func show(_ visit: Visit) throws -> WebResponse {
        let request = visit.request
        let name = request.parameter("sample")
        guard let sample = name.isEmpty ? .components : Styleguide.Sample(rawValue: name) else { throw Failure.notFound }
        let language = request.item("language").flatMap(Language.init) ?? request.language
        return .html(Styleguide.page(sample, language: language, assets: visit.site.assets.links, theme: request.theme))
    }
}
