-- Which articles the one local user was shown on the page of their story, and when first (unix seconds). By article,
-- like his marks, so that merging and splitting stories changes nothing.
CREATE TABLE shown (
  article INTEGER PRIMARY KEY REFERENCES articles (id),
  at INTEGER NOT NULL
);

-- A decision that takes an earlier one back names it; none is taken back twice.
ALTER TABLE corrections ADD COLUMN undoes INTEGER REFERENCES corrections (id);
CREATE UNIQUE INDEX corrections_undoes ON corrections (undoes) WHERE undoes IS NOT NULL;

-- Which decisions speak of an article.
CREATE TABLE correction_articles (
  article INTEGER NOT NULL,
  correction INTEGER NOT NULL REFERENCES corrections (id),
  PRIMARY KEY (article, correction)
) WITHOUT ROWID;
INSERT OR IGNORE INTO correction_articles SELECT named.value, c.id FROM corrections c, json_each(c.articles) named;
INSERT OR IGNORE INTO correction_articles SELECT named.value, c.id FROM corrections c, json_each(c.others) named;
