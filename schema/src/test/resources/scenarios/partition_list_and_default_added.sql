A list partition and a default partition are added.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int, region text) PARTITION BY LIST (region);
CREATE TABLE app.users_eu PARTITION OF app.users FOR VALUES IN ('eu', 'uk');
--- rows
INSERT INTO app.users VALUES (1, 'eu'), (2, 'uk');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int, region text) PARTITION BY LIST (region);
CREATE TABLE app.users_eu PARTITION OF app.users FOR VALUES IN ('eu', 'uk');
CREATE TABLE app.users_us PARTITION OF app.users FOR VALUES IN ('us');
CREATE TABLE app.users_other PARTITION OF app.users DEFAULT;
--- keeps
SELECT id, region FROM app.users ORDER BY id;
--- plan
DEFAULT
