package import Kit

/// What both drivers answer in the same words.
extension Failure {
    package static let valueTaken = Failure.conflict(Label("This value is already taken.", ru: "Такое значение уже занято."))

    package static let referenceBroken = Failure.conflict(
        Label(
            "This record is used by others, or refers to one that is gone.",
            ru: "На эту запись ссылаются другие, или она ссылается на удалённую."
        )
    )

    package static let unstorableText = Failure.malformed(
        Label("The text has a character that can't be stored.", ru: "В тексте есть знак, который нельзя сохранить.")
    )

    package static let figureTooLarge = Failure.conflict(
        Label("These figures are too large to compute with.", ru: "Эти числа слишком велики для подсчёта.")
    )

    package static let tookTooLong = Failure.unavailable(
        Label("This took too long. Try a narrower question.", ru: "Запрос занял слишком много времени. Уточните условия.")
    )

    package static let overloaded = Failure.unavailable(
        Label("Too much to do at the moment. Try again.", ru: "Сейчас слишком большая нагрузка. Попробуйте ещё раз.")
    )

    package static let databaseAway = Failure.unavailable(
        Label("The database can't be reached at the moment. Try again.", ru: "База данных сейчас недоступна. Попробуйте ещё раз.")
    )
}
