-- What users decided about stories, in order. The change log names each row; the link stage applies it, so
-- that a replay of the log comes to the same stories.
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,             -- unix seconds
  together INTEGER NOT NULL,       -- 1: all these articles are one story; 0: `articles` are not the story of `others`
  articles TEXT NOT NULL,          -- JSON: ids of articles
  others TEXT NOT NULL             -- JSON: ids of articles
);
