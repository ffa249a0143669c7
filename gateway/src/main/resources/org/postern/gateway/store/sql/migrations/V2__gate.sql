-- What the gate refused, by the name of the test.
ALTER TABLE mail_log ADD COLUMN symbol TEXT NOT NULL DEFAULT '';

-- Settings of domains are written by the names that the commands use, and only where they differ from the standard.
UPDATE domain SET settings =
  replace(replace(replace(replace(replace(replace(replace(settings,
    '"queueLifetime":"PT', '"lifetime":"'), '"quarantineRetention":"PT', '"retention":"'),
    '"QUEUE"', '"queue"'), '"PROXY"', '"proxy"'), 'H"', 'h"'), 'M"', 'm"'), 'S"', 's"');
UPDATE change_count SET number = number + 1 WHERE what = 'domain';
