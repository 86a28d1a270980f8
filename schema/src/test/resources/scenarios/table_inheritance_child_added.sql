A second child of an inherited table is added. It has a column of its own.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, at timestamptz NOT NULL);
CREATE TABLE app.login_events (ip inet) INHERITS (app.events);
--- rows
INSERT INTO app.events VALUES (1, '2024-01-01 00:00:00+00');
INSERT INTO app.login_events VALUES (2, '2024-01-02 00:00:00+00', '10.0.0.1');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, at timestamptz NOT NULL);
CREATE TABLE app.login_events (ip inet) INHERITS (app.events);
CREATE TABLE app.payment_events (cents bigint NOT NULL) INHERITS (app.events);
--- keeps
SELECT id FROM app.events ORDER BY id;
SELECT id, ip FROM app.login_events ORDER BY id;
--- plan
INHERITS
