-- Everything here can be computed again from the catalogue; it lies in the cache folder.

CREATE TABLE evaluated (
    version INTEGER PRIMARY KEY,
    lexicon TEXT NOT NULL
) STRICT;

CREATE TABLE evidence (
    version   INTEGER NOT NULL REFERENCES evaluated ON DELETE CASCADE,
    indicator TEXT NOT NULL,
    passage   INTEGER NOT NULL,
    score     REAL NOT NULL,
    matched   TEXT NOT NULL,
    spans     TEXT NOT NULL,
    PRIMARY KEY (version, indicator, passage)
) STRICT, WITHOUT ROWID;
