public import Markup

/// What saved views put around a list or a board of records: ways to switch, and what can be done with the view that is shown.
public struct ViewBar: Sendable {
    /// The pinned views.
    public let tabs: HTML
    /// The others, keeping what is shown, and the same as a board or as a table.
    public let tools: HTML
    /// What the view asks for that is not there any more.
    public let notice: HTML

    public init(tabs: HTML, tools: HTML, notice: HTML) {
        self.tabs = tabs
        self.tools = tools
        self.notice = notice
    }
}
