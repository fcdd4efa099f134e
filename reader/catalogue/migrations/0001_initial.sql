-- Identifiers are opaque text; instants are ISO 8601 in UTC; lists and maps are JSON;
-- scores are decimal strings, never floats; positions are code points.

CREATE TABLE library (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO library VALUES ('identifier', lower(hex(randomblob(8))));

CREATE TABLE document (
    id         TEXT PRIMARY KEY,
    title      TEXT NOT NULL,
    publisher  TEXT,
    authors    TEXT NOT NULL,
    published  TEXT,
    accessed   TEXT,
    url        TEXT,
    language   TEXT,
    tags       TEXT NOT NULL,
    kind       TEXT,
    summarises TEXT,
    origins    TEXT NOT NULL,
    extra      TEXT NOT NULL
) STRICT;

CREATE TABLE document_country (
    document TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    country  TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (document, country)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_country_country ON document_country (country);

CREATE TABLE version (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    document      TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    sha256        TEXT NOT NULL,
    imported_at   TEXT NOT NULL,
    source_name   TEXT NOT NULL,
    format        TEXT NOT NULL,
    passage_count INTEGER NOT NULL,
    UNIQUE (document, number)
) STRICT;
CREATE INDEX version_sha256 ON version (sha256);

CREATE TABLE passage (
    version      INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
    ordinal      INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    level        INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    page         INTEGER,
    ordered      INTEGER,
    heading_path TEXT NOT NULL,
    cell         TEXT,
    spans        TEXT NOT NULL,
    text         TEXT NOT NULL,
    PRIMARY KEY (version, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_source (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    scored_index  TEXT NOT NULL,
    edition       TEXT NOT NULL,
    edition_basis TEXT,
    country       TEXT NOT NULL,
    version       INTEGER REFERENCES version ON DELETE CASCADE,
    sha256        TEXT NOT NULL,
    source_name   TEXT NOT NULL,
    title         TEXT,
    publisher     TEXT,
    url           TEXT,
    imported_at   TEXT NOT NULL
) STRICT;
CREATE INDEX score_source_country ON score_source (country, scored_index, edition);
CREATE INDEX score_source_sha256 ON score_source (sha256);

CREATE TABLE score (
    source     INTEGER NOT NULL REFERENCES score_source ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    indicator  TEXT NOT NULL,
    value      TEXT NOT NULL,
    change     TEXT,
    comparable INTEGER NOT NULL,
    PRIMARY KEY (source, indicator)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_total (
    source     INTEGER NOT NULL REFERENCES score_source ON DELETE CASCADE,
    total      TEXT NOT NULL,
    value      TEXT NOT NULL,
    change     TEXT,
    comparable INTEGER NOT NULL,
    PRIMARY KEY (source, total)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookmark (
    id             TEXT PRIMARY KEY,
    document       TEXT NOT NULL REFERENCES document ON DELETE RESTRICT,
    version        INTEGER NOT NULL REFERENCES version ON DELETE RESTRICT,
    exact          TEXT NOT NULL,
    prefix         TEXT NOT NULL,
    suffix         TEXT NOT NULL,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    note           TEXT NOT NULL,
    tags           TEXT NOT NULL,
    colour         TEXT NOT NULL,
    created        TEXT NOT NULL,
    anchor         TEXT NOT NULL,
    anchored_start INTEGER,
    anchored_end   INTEGER,
    anchor_reason  TEXT
) STRICT;
CREATE INDEX bookmark_document ON bookmark (document);

CREATE TABLE report (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE report_item (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    report   TEXT NOT NULL REFERENCES report ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    text     TEXT,
    level    INTEGER,
    bookmark TEXT REFERENCES bookmark ON DELETE CASCADE
) STRICT;
CREATE INDEX report_item_report ON report_item (report, position);
