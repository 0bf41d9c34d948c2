/// Domains where everybody may have an address or a page: that two have one there says nothing.
public enum SharedDomains {
    public static func contains(_ domain: String) -> Bool {
        if all.contains(domain) { return true }
        // A page of one's own below a builder of sites is one's own; the builder itself is not.
        return families.contains { domain.hasPrefix($0) }
    }

    private static let families = ["yahoo.", "hotmail.", "outlook.", "live.", "gmx.", "yandex."]

    private static let all: Set<String> = [
        "gmail.com", "googlemail.com", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru", "ya.ru", "narod.ru", "rambler.ru",
        "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "pochta.ru", "vk.com", "icloud.com", "me.com", "mac.com", "msn.com", "aol.com",
        "mail.com", "proton.me", "protonmail.com", "tutanota.com", "zoho.com", "fastmail.com", "hey.com", "web.de", "t-online.de", "freenet.de",
        "orange.fr", "free.fr", "laposte.net", "libero.it", "seznam.cz", "wp.pl", "o2.pl", "onet.pl", "ukr.net", "i.ua", "meta.ua", "tut.by",
        "mail.kz", "inbox.lv", "qq.com", "163.com", "126.com", "sina.com", "naver.com", "comcast.net", "verizon.net", "att.net",
        "t.me", "telegram.me", "ok.ru", "facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "wa.me",
        "taplink.cc", "avito.ru", "2gis.ru", "hh.ru", "tiu.ru", "satom.ru",
    ]
}
