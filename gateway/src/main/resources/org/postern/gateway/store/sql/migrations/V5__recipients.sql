-- The recipients of domains that say themselves who exists. Local parts as they were given, and as they are looked for.
CREATE TABLE recipient (
  tenant TEXT NOT NULL,
  domain TEXT NOT NULL,
  folded TEXT ${octets} NOT NULL,
  local  TEXT ${octets} NOT NULL,
  PRIMARY KEY (tenant, domain, folded, local)
);
