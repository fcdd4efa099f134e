-- Queries kept under a name. `seen_version` is the newest version that was there when the hits were
-- last looked at: identifiers of versions only grow, while instants come from clocks, and a version
-- from another library brings its own.
CREATE TABLE saved_search (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL UNIQUE CHECK (name <> ''),
    query        TEXT NOT NULL CHECK (query <> ''),
    created      TEXT NOT NULL,
    seen         TEXT NOT NULL,
    seen_version INTEGER NOT NULL
) STRICT;
