-- Pictures are kept among the originals under their SHA-256; a removed document stays, hidden,
-- until it is purged, so that removing can be undone and marks keep what they quote.

ALTER TABLE document ADD COLUMN removed TEXT;
ALTER TABLE document_country ADD COLUMN reason TEXT;
ALTER TABLE version ADD COLUMN source_key TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE passage ADD COLUMN picture TEXT;
ALTER TABLE bookmark ADD COLUMN removed TEXT;
CREATE INDEX version_source_key ON version (source_key);

CREATE TABLE fact (
    version  INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    passage  INTEGER NOT NULL,
    date     TEXT,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE collection (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE document_collection (
    document   TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    collection INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE,
    PRIMARY KEY (document, collection)
) STRICT, WITHOUT ROWID;

-- Indices that came with a mapping file: their description as JSON, by identifier.
CREATE TABLE scored_index (
    id          TEXT PRIMARY KEY,
    description TEXT NOT NULL
) STRICT;

-- A file of scores only can be removed too; what it gave, and what a removed document gave, hides.
ALTER TABLE score_source ADD COLUMN removed TEXT;
CREATE VIEW score_source_in_use AS
    SELECT * FROM score_source WHERE removed IS NULL AND (version IS NULL OR version IN (
        SELECT version.id FROM version JOIN document ON document.id = version.document
        WHERE document.removed IS NULL));

-- What a source says in fields that its reader set by hand, as JSON by field; and how often its
-- title, language or countries changed, which index and evidence are derived from.
ALTER TABLE document ADD COLUMN replaced TEXT NOT NULL DEFAULT '{}';
ALTER TABLE document ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN own_title TEXT AS (
    coalesce(json_extract(replaced, '$.title.entries[0]'), title));
ALTER TABLE document ADD COLUMN own_url TEXT AS (
    CASE WHEN json_type(replaced, '$.url') IS NULL THEN url
    ELSE json_extract(replaced, '$.url.entries[0]') END);

-- What an index says of a country in a word and not in a figure, such as `Partly Free`.
CREATE TABLE score_category (
    source   INTEGER NOT NULL REFERENCES score_source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;

-- Ranks look at every country of one edition.
CREATE INDEX score_source_edition ON score_source (scored_index, edition);

-- What refers to a row is looked for whenever one is deleted.
CREATE INDEX score_source_version ON score_source (version);
CREATE INDEX bookmark_version ON bookmark (version);
CREATE INDEX report_item_bookmark ON report_item (bookmark);
CREATE INDEX document_collection_collection ON document_collection (collection);
-- A file from elsewhere is known again by its name and title.
CREATE INDEX version_source_name ON version (source_name);
