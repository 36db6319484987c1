-- Articles whose story the link stage decides once more when the hour that they arrived in closes: a restart goes on
-- with them as if it had not been.
CREATE TABLE open_links (
  article INTEGER PRIMARY KEY REFERENCES links (article),
  hour INTEGER NOT NULL            -- hours since 1970-01-01 UTC
);
