-- Outlets: names interned once, so that a renamed outlet keeps its articles.
CREATE TABLE outlets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- Our own WARC files and how much of each is acknowledged.
CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  committed_bytes INTEGER NOT NULL
);

CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  outlet INTEGER NOT NULL REFERENCES outlets (id),
  key BLOB NOT NULL,               -- 16 bytes: hash of the normalised url, else of the external id, else of the body
  url TEXT,
  external_id TEXT,
  captured TEXT NOT NULL,
  captured_at INTEGER NOT NULL,    -- unix seconds of `captured`
  content_type TEXT,
  body_sha256 BLOB NOT NULL,
  body_bytes INTEGER NOT NULL,
  file INTEGER NOT NULL REFERENCES files (id),
  member_offset INTEGER NOT NULL,
  member_bytes INTEGER NOT NULL
);
CREATE INDEX captures_key ON captures (key, outlet, kind);

-- The change log. `seq` is one sequence over both lanes and all kinds.
CREATE TABLE log (
  lane INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (lane, kind, seq)
) WITHOUT ROWID;
CREATE TABLE log_head (seq INTEGER NOT NULL);
INSERT INTO log_head VALUES (0);

CREATE TABLE cursors (
  stage INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (stage, lane)
) WITHOUT ROWID;

CREATE TABLE failures (
  stage INTEGER NOT NULL,
  row INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  version INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (stage, row)
) WITHOUT ROWID;

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  outlet INTEGER NOT NULL REFERENCES outlets (id),
  key BLOB NOT NULL,               -- 16 bytes: hash of the normalised url, else of the external id
  external_id TEXT NOT NULL,
  url TEXT,
  parent INTEGER REFERENCES articles (id),
  latest_revision INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX articles_key ON articles (key, outlet);
CREATE INDEX articles_external_id ON articles (external_id);
CREATE INDEX articles_parent ON articles (parent) WHERE parent IS NOT NULL;

CREATE TABLE article_captures (
  article INTEGER NOT NULL REFERENCES articles (id),
  capture INTEGER NOT NULL REFERENCES captures (id),
  PRIMARY KEY (article, capture)
) WITHOUT ROWID;

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (id),
  capture INTEGER NOT NULL REFERENCES captures (id),
  number INTEGER NOT NULL,         -- 0: rests on a feed's summary; pages and texts count from 1
  basis INTEGER NOT NULL,
  captured TEXT NOT NULL,
  captured_at INTEGER NOT NULL,
  text_hash BLOB NOT NULL,
  title TEXT,
  language TEXT,
  published TEXT                   -- ClaimedTime as JSON
);
CREATE INDEX revisions_article ON revisions (article, captured_at);

-- The article as the newest extractor read it; what older ones read is kept beside it.
CREATE TABLE texts (
  revision INTEGER PRIMARY KEY REFERENCES revisions (id),
  extractor_version INTEGER NOT NULL,
  article BLOB NOT NULL            -- JSON, zstd
);
CREATE TABLE older_texts (
  revision INTEGER NOT NULL REFERENCES revisions (id),
  extractor_version INTEGER NOT NULL,
  article BLOB NOT NULL,
  PRIMARY KEY (revision, extractor_version)
);

-- Derived from text and analyser alone: a newer reading takes the place of the older one.
CREATE TABLE readings (
  revision INTEGER PRIMARY KEY REFERENCES revisions (id),
  analyser_version INTEGER NOT NULL,
  reading BLOB NOT NULL,           -- JSON, zstd
  features BLOB NOT NULL
);

CREATE TABLE links (
  article INTEGER PRIMARY KEY REFERENCES articles (id),
  revision INTEGER NOT NULL,
  outlet INTEGER NOT NULL,
  linking_day INTEGER NOT NULL,
  linking_time INTEGER NOT NULL,
  first_story INTEGER NOT NULL,
  story INTEGER NOT NULL,
  origin TEXT,
  joined TEXT NOT NULL             -- Joined as JSON
);
CREATE INDEX links_story ON links (story, linking_time, outlet);
CREATE INDEX links_day ON links (linking_day, linking_time);
CREATE TABLE members (
  article INTEGER PRIMARY KEY REFERENCES links (article),
  member BLOB NOT NULL
);

CREATE TABLE copies (
  article INTEGER NOT NULL,
  of_article INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  contained REAL NOT NULL,
  copy TEXT NOT NULL,              -- Copy as JSON
  PRIMARY KEY (article, of_article)
) WITHOUT ROWID;
CREATE INDEX copies_of ON copies (of_article, article);

CREATE TABLE stories (
  id INTEGER PRIMARY KEY,
  articles INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
);
CREATE INDEX stories_last ON stories (last_at, id);
CREATE INDEX stories_first ON stories (first_at, id);
CREATE TABLE redirects (
  story INTEGER PRIMARY KEY,
  into_story INTEGER NOT NULL
);
CREATE INDEX redirects_into ON redirects (into_story);

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  outlet INTEGER NOT NULL REFERENCES outlets (id),
  feed_url TEXT NOT NULL UNIQUE,
  added_at INTEGER NOT NULL,
  deleted_at INTEGER,
  paused INTEGER NOT NULL DEFAULT 0,
  etag TEXT,
  last_modified TEXT,
  polled_at INTEGER,
  next_due_at INTEGER NOT NULL,
  errors INTEGER NOT NULL DEFAULT 0,   -- in a row
  last_error TEXT
);
CREATE INDEX sources_due ON sources (next_due_at) WHERE deleted_at IS NULL AND paused = 0;

CREATE TABLE fetches (
  id INTEGER PRIMARY KEY,
  outlet INTEGER NOT NULL REFERENCES outlets (id),
  key BLOB NOT NULL,
  url TEXT NOT NULL,
  external_id TEXT,
  due_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  errors INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
);
CREATE UNIQUE INDEX fetches_key ON fetches (key, outlet);
CREATE INDEX fetches_due ON fetches (due_at, id);
