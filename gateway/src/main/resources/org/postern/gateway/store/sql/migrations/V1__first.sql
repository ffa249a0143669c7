-- Common to SQLite and PostgreSQL; what differs is a placeholder filled in by Dialect.
-- Every index over data of tenants starts with the tenant. An id is the time of a row in milliseconds
-- times 2^20 plus a number that makes it unique: it orders by time, and no column repeats the time.

CREATE TABLE domain (
  tenant   TEXT NOT NULL,
  name     TEXT NOT NULL,
  route    TEXT NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (tenant, name)
);
-- A domain belongs to one tenant only.
CREATE UNIQUE INDEX domain_owner ON domain (name);

-- Counts the changes that other processes must see soon.
CREATE TABLE change_count (
  what   TEXT PRIMARY KEY,
  number BIGINT NOT NULL
);
INSERT INTO change_count (what, number) VALUES ('domain', 1);

CREATE TABLE mail_log (
  id          ${id} PRIMARY KEY,
  tenant      TEXT NOT NULL,
  ref         TEXT NOT NULL,
  stage       TEXT NOT NULL,
  client_ip   TEXT NOT NULL,
  helo        TEXT NOT NULL,
  mail_from   TEXT NOT NULL,
  rcpt        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  message_id  TEXT NOT NULL,
  size        BIGINT NOT NULL,
  tls         TEXT NOT NULL,
  category    TEXT NOT NULL,
  score       DOUBLE PRECISION NOT NULL,
  disposition TEXT NOT NULL,
  status      TEXT NOT NULL,
  -- AddressKey: the domain first, so that one index finds addresses and domains.
  from_key    TEXT ${octets} NOT NULL,
  rcpt_key    TEXT ${octets} NOT NULL
);
CREATE INDEX mail_log_time ON mail_log (tenant, id);
CREATE INDEX mail_log_ref ON mail_log (tenant, ref, id);
CREATE INDEX mail_log_from ON mail_log (tenant, from_key, id) WHERE from_key <> '';
CREATE INDEX mail_log_rcpt ON mail_log (tenant, rcpt_key, id) WHERE rcpt_key <> '';

CREATE TABLE explanation (
  id     ${id} PRIMARY KEY,
  tenant TEXT NOT NULL,
  ref    TEXT NOT NULL,
  body   ${bytes} NOT NULL,
  UNIQUE (tenant, ref)
);

CREATE TABLE held_message (
  tenant TEXT NOT NULL,
  ref    TEXT NOT NULL,
  file   TEXT NOT NULL,
  PRIMARY KEY (tenant, ref)
);

CREATE TABLE held (
  id         ${id} PRIMARY KEY,
  tenant     TEXT NOT NULL,
  ref        TEXT NOT NULL,
  rcpt       TEXT NOT NULL,
  rcpt_key   TEXT ${octets} NOT NULL,
  mail_from  TEXT NOT NULL,
  subject    TEXT NOT NULL,
  message_id TEXT NOT NULL,
  category   TEXT NOT NULL,
  score      DOUBLE PRECISION NOT NULL,
  size       BIGINT NOT NULL,
  envelope   TEXT NOT NULL,
  expires    BIGINT NOT NULL,
  -- when the entry was claimed for release, 0 when it is free
  claimed    BIGINT NOT NULL,
  UNIQUE (tenant, ref, rcpt)
);
CREATE INDEX held_time ON held (tenant, id);
CREATE INDEX held_rcpt ON held (tenant, rcpt_key, id);
-- Expiry is the operator's: it goes over all tenants.
CREATE INDEX held_expires ON held (expires);
CREATE INDEX held_message_file ON held_message (file);
