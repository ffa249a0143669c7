-- Everybody's word about a message is an entry of its own: one takes back what one said, nothing else.
CREATE TABLE word (
  id       ${id} PRIMARY KEY,
  tenant   TEXT NOT NULL,
  owner    TEXT NOT NULL,
  digest   TEXT NOT NULL,
  spam     INTEGER NOT NULL,
  reporter TEXT NOT NULL,
  likeness BIGINT NOT NULL,
  UNIQUE (tenant, owner, digest, reporter)
);
INSERT INTO word (id, tenant, owner, digest, spam, reporter, likeness)
  SELECT id, tenant, owner, digest, spam, reporter, likeness FROM lesson;
-- Who taught a filter, and when last. It stays when the entries go, as what was learnt does.
CREATE TABLE teacher (
  tenant   TEXT NOT NULL,
  owner    TEXT NOT NULL,
  reporter TEXT NOT NULL,
  last     BIGINT NOT NULL,
  PRIMARY KEY (tenant, owner, reporter)
);
INSERT INTO teacher (tenant, owner, reporter, last)
  SELECT tenant, owner, reporter, MAX(id) FROM lesson GROUP BY tenant, owner, reporter;
DROP TABLE lesson;
ALTER TABLE word RENAME TO lesson;
CREATE INDEX lesson_reporter ON lesson (tenant, owner, reporter, id);
