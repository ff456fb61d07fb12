extension SQLiteSchema {
    /// The ledger's tables.
    ///
    /// One row an entry; names of types, streams and policies are stored once and numbered. `tiles.place` is
    /// level · 2^56 + number. Everything but `entries.leaf`, `payloads` and `log` can be rebuilt from the leaves, and
    /// `idempotency` is only ever asked for recent keys.
    static let ledger = SQLiteSchema(migrations: [
        """
        CREATE TABLE log (only INTEGER PRIMARY KEY CHECK (only = 1), checkpoint BLOB NOT NULL);
        CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
        CREATE TABLE entries (
            idx INTEGER PRIMARY KEY, id BLOB NOT NULL, type INTEGER NOT NULL, stream INTEGER NOT NULL,
            seq INTEGER NOT NULL, policy INTEGER, time INTEGER NOT NULL, leaf BLOB NOT NULL
        );
        CREATE UNIQUE INDEX entries_id ON entries (id);
        CREATE INDEX entries_type ON entries (type);
        CREATE INDEX entries_stream ON entries (stream);
        CREATE INDEX entries_policy ON entries (policy) WHERE policy IS NOT NULL;
        CREATE INDEX entries_time ON entries (time);
        CREATE TABLE payloads (
            idx INTEGER PRIMARY KEY, wrapping_key BLOB NOT NULL, wrapped BLOB NOT NULL, sealed BLOB NOT NULL
        );
        CREATE INDEX payloads_wrapping_key ON payloads (wrapping_key);
        CREATE TABLE tiles (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
        CREATE TABLE streams (stream INTEGER PRIMARY KEY, seq INTEGER NOT NULL, idx INTEGER NOT NULL);
        CREATE TABLE idempotency (key BLOB PRIMARY KEY, idx INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE unfinished_erasures (idx INTEGER PRIMARY KEY, wrapping_keys BLOB NOT NULL);
        """,
        """
        CREATE TABLE pseudonym_key (only INTEGER PRIMARY KEY CHECK (only = 1), check_value BLOB NOT NULL);
        """,
    ])
}
