import Definitions
import Kit
import RecordEngine
import Web

extension JSONWriter {
    /// The members of a batch: who did what through what, and when.
    mutating func batch(_ batch: Batch) {
        object { json in
            json.name("id")
            json.int(batch.id)
            json.name("at")
            json.string(batch.at.iso)
            json.name("author")
            json.optional(batch.author)
            json.name("via")
            json.string(batch.via.kind.rawValue)
            json.name("via_id")
            json.optional(batch.via.id)
            json.name("action")
            json.optional(batch.action)
            json.name("undoes")
            json.optional(batch.undoes)
            json.name("undone_by")
            json.optional(batch.undoneBy)
        }
    }

    mutating func historyEntry(_ entry: HistoryEntry) {
        object { json in
            json.name("batch")
            json.batch(entry.batch)
            json.name("kind")
            json.string(entry.kind.rawValue)
            json.name("version")
            json.int(entry.version)
            json.name("changes")
            json.array { json in for change in entry.changes { json.change(change) } }
            guard let merged = entry.merged else { return }
            json.name("merged")
            json.object { json in
                json.name("id")
                json.int(merged.id)
                json.name("title")
                json.string(merged.title)
            }
        }
    }

    mutating func journalEntry(_ entry: JournalEntry) {
        object { json in
            json.name("batch")
            json.batch(entry.batch)
            json.name("touched")
            json.array { json in
                for touch in entry.touched {
                    json.object { json in
                        json.name("object")
                        json.string(touch.object)
                        json.name("id")
                        json.int(touch.id)
                        json.name("kind")
                        json.string(touch.kind.rawValue)
                    }
                }
            }
        }
    }

    mutating func recordChange(_ change: RecordChange) {
        object { json in
            json.name("id")
            json.int(change.id)
            json.name("title")
            json.string(change.title)
            json.name("kind")
            json.string(change.kind.rawValue)
            json.name("ways")
            json.array { json in for way in change.ways { json.string(way.rawValue) } }
            json.name("was")
            json.fields(change.fields, of: change.was)
            json.name("is")
            json.fields(change.fields, of: change.now)
        }
    }

    private mutating func fields(_ fields: [FieldDefinition], of record: Record?) {
        guard let record else { return null() }
        object { json in
            for field in fields {
                json.name(field.name)
                field.type.write(record[field.name], into: &json)
            }
        }
    }

    private mutating func change(_ change: HistoryEntry.Change) {
        object { json in
            json.name("field")
            json.string(change.field.name)
            json.name("old")
            change.field.type.write(change.old, into: &json)
            json.name("new")
            change.field.type.write(change.new, into: &json)
        }
    }
}
