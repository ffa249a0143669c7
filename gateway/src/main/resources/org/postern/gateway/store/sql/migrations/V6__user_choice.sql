-- What users chose for their own mail, where their domain lets them.
CREATE TABLE user_choice (
  tenant   TEXT NOT NULL,
  folded   TEXT ${octets} NOT NULL,
  address  TEXT NOT NULL,
  infomail TEXT NOT NULL,
  PRIMARY KEY (tenant, folded)
);
INSERT INTO change_count (what, number) VALUES ('user choice', 0);
