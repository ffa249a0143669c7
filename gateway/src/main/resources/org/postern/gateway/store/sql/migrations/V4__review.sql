-- What senders ask to be looked at. Every index over data of tenants starts with the tenant.
CREATE TABLE review (
  id     ${id} PRIMARY KEY,
  tenant TEXT NOT NULL,
  ref    TEXT NOT NULL,
  email  TEXT NOT NULL,
  body   TEXT NOT NULL,
  -- when it was closed, 0 while it is open
  closed BIGINT NOT NULL,
  answer TEXT NOT NULL,
  UNIQUE (tenant, ref)
);
CREATE INDEX review_time ON review (tenant, id);
CREATE INDEX review_open ON review (closed) WHERE closed = 0;
