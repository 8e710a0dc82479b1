-- Ledger of a batch run. An item is one notice: a document, or pages and attachments that are read together.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    ended TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'interrupted', 'failed')),
    config TEXT NOT NULL,
    archives TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    passed INTEGER NOT NULL DEFAULT 0,
    seen INTEGER NOT NULL DEFAULT 0,
    touched TEXT NOT NULL
);

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    config TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    part INTEGER NOT NULL,
    piece INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL,
    error TEXT,
    time TEXT NOT NULL,
    UNIQUE (key, config)
);
CREATE INDEX items_by_part ON items (part, piece, place);
CREATE INDEX items_open ON items (state) WHERE state <> 'done';

-- Where the bytes lie. copy: the same document lies there once more.
CREATE TABLE sources (
    key TEXT PRIMARY KEY,
    uri TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    print TEXT NOT NULL,
    given TEXT,
    item INTEGER NOT NULL REFERENCES items (id),
    copy INTEGER NOT NULL DEFAULT 0,
    run INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sources_by_item ON sources (item);
CREATE INDEX sources_by_print ON sources (print);
CREATE INDEX sources_by_given ON sources (given) WHERE given IS NOT NULL;

CREATE TABLE documents (
    part INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    place INTEGER NOT NULL,
    item INTEGER NOT NULL REFERENCES items (id),
    id TEXT NOT NULL,
    month TEXT,
    PRIMARY KEY (part, piece, place)
) WITHOUT ROWID;
CREATE INDEX documents_by_item ON documents (item);

-- Inputs set aside: of an item, or turned away before one was made of them.
CREATE TABLE failures (
    id INTEGER PRIMARY KEY,
    item INTEGER REFERENCES items (id),
    source TEXT,
    uri TEXT NOT NULL,
    sha256 TEXT,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    hint TEXT,
    time TEXT NOT NULL,
    run INTEGER
);
CREATE INDEX failures_by_item ON failures (item);
CREATE UNIQUE INDEX failures_by_source ON failures (source) WHERE source IS NOT NULL;

CREATE TABLE parts (
    number INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    partnerships INTEGER NOT NULL,
    seconds REAL NOT NULL,
    time TEXT NOT NULL,
    PRIMARY KEY (number, piece)
) WITHOUT ROWID;
