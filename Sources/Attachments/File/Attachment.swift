public import Definitions
public import Kit
public import RecordEngine

/// A file that hangs on a record: its name here, its bytes in the file store. What becomes of it is the records' matter: rights are those
/// of the record it hangs on, a new version is a change, the versions before are in the history, and all of it can be undone.
public enum Attachment {
    public static let title = Field.text("title", Label("Name", ru: "Имя"), required: true, searched: true)
    public static let about = Field.link("about", Label("Record", ru: "Запись"), required: true, indexed: true)
    public static let size = Field<Int64>(
        FieldDefinition("size", Label("Size", ru: "Размер"), ByteCountType()))
    public static let mediaType = Field<String>(
        FieldDefinition(
            "media_type", Label("Type", ru: "Тип"), UploadedTextType { ContentKind(mediaType: $0).label[$1].capitalizedFirst }))
    /// The name of the bytes in the store.
    public static let digest = Field<String>(
        FieldDefinition(
            "sha256", Label("Content", ru: "Содержимое"), UploadedTextType { digest, _ in "…\(digest.suffix(6))" }, required: true,
            indexed: true))

    public static let object = ObjectDefinition(
        "file", path: "files", Noun(en: ("file", "files"), ru: .masculine("файл", "файлы", "файлов", genitive: "файла")),
        icon: "paperclip", title: "title", list: ["title", "about", "size", "media_type", "created_by", "created_at"], sort: ("id", true),
        isInNavigation: false, isFound: true, beginsWithForm: false, dependence: Dependence(on: "about"), pastIndexes: [["about"], ["sha256"]]
    ) {
        title
        about
        size
        mediaType
        digest
    }

    /// Whether files hang on the records of an object.
    public static func takes(_ object: ObjectDefinition) -> Bool {
        object.isInNavigation || object.name == "requisite_set"
    }

    /// A name is made one that every system can keep. A file hangs on a record that whoever adds it may change.
    static let preparation = Preparation("file") { draft, original, records in
        if let name = draft[title] { draft[title] = FileName.clean(name) }
        if original == nil, draft[digest] == nil, !draft.issues.contains(where: { $0.field == "sha256" }) {
            draft.issue(
                "sha256",
                Label(
                    "Send the file itself: choose it on the page of its record, or POST it to /api/files?about=deal:7.",
                    ru: "Отправьте сам файл: выберите его на странице записи или пришлите POST на /api/files?about=deal:7."))
        }
        guard let link = draft[about], link != original?[about] else { return }
        try checkParent(link, records)
    }

    public static let mayNotChange = Failure.forbidden(
        Label("You may see this file but not change it.", ru: "Этот файл вы можете видеть, но не менять."))

    /// - Throws: `Failure.notFound`, `Failure.forbidden` when nothing may be added to the record.
    public static func checkParent(_ link: RecordLink, _ records: Records) throws {
        let parent = try records.record(link.object, link.id)
        guard takes(parent.object) else {
            throw Failure.invalid("about", Label("Files can't be added to this.", ru: "К этой записи нельзя приложить файлы."))
        }
        guard try records.may(\.update, parent) else {
            throw Failure.forbidden(
                Label(
                    "You may see this record but not add files to it.", ru: "Эту запись вы можете видеть, но не прикладывать к ней файлы."))
        }
    }
}
