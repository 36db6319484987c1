-- Which store this is: ids that go out into the world (in feeds) are made from it.
CREATE TABLE identity (
  id BLOB NOT NULL                 -- 16 random bytes
);
INSERT INTO identity VALUES (randomblob(16));

-- What the one local user did with an article. By article, so that neither a new reading nor a merge of
-- stories changes it. A row has at least one of both times, in unix seconds.
CREATE TABLE marks (
  article INTEGER PRIMARY KEY REFERENCES articles (id),
  read_at INTEGER,
  starred_at INTEGER
);
CREATE INDEX marks_starred ON marks (starred_at, article) WHERE starred_at IS NOT NULL;

-- Searches that the user keeps.
CREATE TABLE searches (
  id INTEGER PRIMARY KEY,
  query TEXT NOT NULL UNIQUE,
  saved_at INTEGER NOT NULL        -- unix seconds
);

-- What the last good poll said of the feed.
ALTER TABLE sources ADD COLUMN feed_kind TEXT;
ALTER TABLE sources ADD COLUMN site_url TEXT;
