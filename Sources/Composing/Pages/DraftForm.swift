import Kit
public import Markup
public import Pages
import RecordEngine

/// What a script needs to keep on the server what somebody writes in a form and has not sent.
public enum DraftForm {
    /// Attributes of the form, whose fields say by `data-draft-field` what they are called in the draft.
    public static func attributes(_ visit: PageVisit, _ form: String, at place: String) -> HTML {
        let kept = Label("Draft kept", ru: "Черновик сохранён")
        let lost = Label(
            "Not kept yet: no connection, or you are signed out. Sign in in another tab and go on.",
            ru: "Пока не сохранено: нет связи или вы вышли. Войдите в другой вкладке и продолжайте.")
        return """
             data-draft="\(form)" data-place="\(place)" data-draft-of="\(visit.principal.user ?? 0)" data-draft-kept="\(visit.say(kept))"\
             data-draft-lost="\(visit.say(lost))"
            """
    }

    /// Where the script says whether it is kept.
    public static let status: HTML = "<span class=\"composer__draft\" role=\"status\"></span>"
}
