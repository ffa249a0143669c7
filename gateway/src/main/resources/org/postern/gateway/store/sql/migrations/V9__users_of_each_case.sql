-- Where `Bob` and `bob` are two users, each has a choice.
CREATE TABLE choice (
  tenant   TEXT NOT NULL,
  folded   TEXT ${octets} NOT NULL,
  address  TEXT ${octets} NOT NULL,
  infomail TEXT NOT NULL,
  PRIMARY KEY (tenant, folded, address)
);
INSERT INTO choice (tenant, folded, address, infomail)
  SELECT tenant, folded, address, infomail FROM user_choice;
DROP TABLE user_choice;
ALTER TABLE choice RENAME TO user_choice;
