-- What the analyse stage has counted of the words of a lane's articles, up to an entry of the log: a restart goes on from
-- there and reads only the texts behind it.
CREATE TABLE word_counts (
  lane INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,            -- the last entry that is counted
  counts BLOB NOT NULL
);
