-- Allow and block lists of senders. An id is the number of the change that brought it, so that none is given again.
CREATE TABLE sender_list (
  tenant   TEXT NOT NULL,
  id       BIGINT NOT NULL,
  -- '' for all recipients, a domain, or an address
  scope    TEXT NOT NULL,
  pattern  TEXT NOT NULL,
  identity TEXT NOT NULL,
  kind     TEXT NOT NULL,
  unsafe   INTEGER NOT NULL,
  note     TEXT NOT NULL,
  created  BIGINT NOT NULL,
  -- 0 for never
  expires  BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX sender_list_pattern ON sender_list (tenant, scope, pattern, identity);
INSERT INTO change_count (what, number) VALUES ('sender list', 0);
