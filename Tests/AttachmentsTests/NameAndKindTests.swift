import Attachments
import Files
import Kit
import Packing
import Testing

@Suite struct NameAndKindTests {
    @Test(arguments: [
        ("отчёт.pdf", "отчёт.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Docs\\price list.xlsx", "price list.xlsx"), ("..", "file"),
        ("", "file"),
        ("a\u{0}b\u{7}\n.txt", "ab.txt"), ("cod\u{202E}gpj.exe", "codgpj.exe"), ("  a   b .txt ", "a b .txt"),
        ("re\u{301}sume\u{301}.doc", "résumé.doc"),
        ("what?*<>|\":.txt", "what.txt"), ("name.", "name"),
    ])
    func `a name is made harmless`(name: String, clean: String) {
        #expect(FileName.clean(name) == clean)
    }

    @Test func `a name of 10,000 characters keeps its ending and fits every system`() {
        let clean = FileName.clean(String(repeating: "ы", count: 10_000) + ".docx")
        #expect(clean.utf8.count <= 255 && clean.utf8.count > 250)
        #expect(clean.hasSuffix("ы.docx"))
        #expect(FileName.clean(clean) == clean)
    }

    @Test(arguments: [
        ([UInt8]([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
        (Array("GIF89a".utf8), "image/gif"), (Array("RIFF....WEBPVP8 ".utf8), "image/webp"), (Array("%PDF-1.7".utf8), "application/pdf"),
        (Array("<svg xmlns='x'><script>1</script></svg>".utf8), "image/svg+xml"), (Array("  <!DOCTYPE html><p>".utf8), "text/html"),
        (Array("Hi <script>alert(1)</script>".utf8), "text/html"), (Array("Имя;Город".utf8), "text/plain"),
        ([0, 1, 2, 3], "application/octet-stream"),
        (Array("MZ\u{90}".utf8), "application/x-msdownload"), ([], "text/plain"),
    ])
    func `a file is what its bytes are`(bytes: [UInt8], mediaType: String) throws {
        #expect(try ContentKind(of: FileSource.temporary(bytes)).mediaType == mediaType)
    }

    @Test func `a document of Office is told from another archive`() throws {
        #expect(try ContentKind(of: FileSource.temporary(document("word/document.xml"))).mediaType.hasSuffix("wordprocessingml.document"))
        #expect(try ContentKind(of: FileSource.temporary(document("readme.txt"))).mediaType == "application/zip")
    }

    @Test func `a name that claims something else is contradicted`() {
        #expect(ContentKind(mediaType: "text/html").contradiction(of: "photo.png") != nil)
        #expect(ContentKind(mediaType: "image/png").contradiction(of: "photo.PNG") == nil)
        #expect(ContentKind(mediaType: "text/plain").contradiction(of: "list.csv") == nil)
        #expect(ContentKind(mediaType: "application/octet-stream").contradiction(of: "data.bin") == nil)
    }
}

/// An archive with one part.
func document(_ name: String, _ text: String = "") throws -> [UInt8] {
    var zip = ZipWriter()
    try zip.open(name)
    zip.write(text)
    try zip.finish()
    return zip.take()
}
