/// The icons that pages use, by their Lucide names. `bin/icons.txt` lists the same ones for the set-up step.
public enum Icon: String, Sendable, CaseIterable {
    case archive
    case arrowDown = "arrow-down"
    case arrowRight = "arrow-right"
    case arrowUp = "arrow-up"
    case bell
    case book = "book-open"
    case briefcase
    case building
    case calendar
    case chart = "chart-column"
    case check
    case chevronDown = "chevron-down"
    case chevronLeft = "chevron-left"
    case chevronRight = "chevron-right"
    case circle
    case circleCheck = "circle-check"
    case circleX = "circle-x"
    case clock
    case columns = "columns-3"
    case contact = "contact-round"
    case copy
    case database
    case download
    case ellipsis
    case external = "external-link"
    case eye
    case file = "file-text"
    case filter = "list-filter"
    case globe
    case grip = "grip-vertical"
    case handshake
    case history = "rotate-ccw-clock"
    case house
    case inbox
    case info
    case kanban = "square-kanban"
    case key
    case keyboard
    case languages
    case lifebuoy = "life-buoy"
    case link
    case list
    case lock
    case mail
    case mapPin = "map-pin"
    case megaphone
    case menu
    case merge = "git-merge"
    case message = "message-square"
    case monitor
    case moon
    case note = "sticky-note"
    case package
    case paperclip
    case pencil
    case phone
    case plug
    case plus
    case receipt
    case refresh = "refresh-cw"
    case restore = "rotate-ccw"
    case search
    case send
    case settings
    case shield
    case signOut = "log-out"
    case sliders = "sliders-horizontal"
    case sort = "chevrons-up-down"
    case sparkles
    case spreadsheet = "file-spreadsheet"
    case star
    case sun
    case tag
    case target
    case task = "square-check"
    case trash
    case trophy
    case unarchive = "archive-restore"
    case undo = "undo-2"
    case upload
    case user
    case userPlus = "user-plus"
    case users
    case wallet
    case warning = "triangle-alert"
    case x
    case zap

    /// The icon that a definition names; a plain circle for a name that pages don't have.
    public init(named name: String) { self = Icon(rawValue: name) ?? .circle }
}
