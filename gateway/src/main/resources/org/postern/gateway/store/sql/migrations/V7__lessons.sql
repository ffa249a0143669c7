-- Which messages filters have learnt, so that none counts twice and each can be taken back.
CREATE TABLE lesson (
  id       ${id} PRIMARY KEY,
  tenant   TEXT NOT NULL,
  owner    TEXT NOT NULL,
  digest   TEXT NOT NULL,
  spam     INTEGER NOT NULL,
  reporter TEXT NOT NULL,
  likeness BIGINT NOT NULL,
  UNIQUE (tenant, owner, digest)
);
CREATE INDEX lesson_reporter ON lesson (tenant, owner, reporter, id);
