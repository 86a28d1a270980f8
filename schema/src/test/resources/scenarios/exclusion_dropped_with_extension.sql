An exclusion constraint goes, and the extension it needed goes too, with leave.
--- old
CREATE EXTENSION btree_gist;
CREATE SCHEMA app;
CREATE TABLE app.bookings (id int PRIMARY KEY, room int NOT NULL, during int4range NOT NULL, EXCLUDE USING gist (room WITH =, during WITH &&));
--- rows
INSERT INTO app.bookings VALUES (1, 1, '[1,5)');
--- new
CREATE SCHEMA app;
CREATE TABLE app.bookings (id int PRIMARY KEY, room int NOT NULL, during int4range NOT NULL);
--- keeps
SELECT id, room, during FROM app.bookings;
--- allow
extension btree_gist = the calendar service checks overlaps
--- plan
DROP CONSTRAINT
DROP EXTENSION
--- never
CASCADE
