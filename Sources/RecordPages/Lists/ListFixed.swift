import Definitions
import Kit
import Pages
import RecordEngine

/// Why the cells of a column can't be changed where they stand: who tries is told.
enum ListFixed {
    static func reason(_ column: ListColumn, of object: ObjectDefinition, _ visit: PageVisit) -> Label {
        if visit.records.isPast { return Label("This is how it was. The past stays as it is.", ru: "Так было. Прошлое не меняется.") }
        if !visit.may(\.update, object.name) {
            return Label("You may see these records but not change them.", ru: "Эти записи вы можете видеть, но не менять.")
        }
        if column.path.names.count > 1 {
            return Label("This stands in another record. Change it there.", ru: "Это поле другой записи. Измените его там.")
        }
        if column.field.isReadOnly { return Label("Krug fills this field itself.", ru: "Это поле Круг заполняет сам.") }
        if visit.principal.role.access(object.name, column.field.name) != .write {
            return Label("You may see this field but not change it.", ru: "Это поле вы можете видеть, но не менять.")
        }
        return Label("This is changed on the page of the record.", ru: "Это меняют на странице записи.")
    }
}
