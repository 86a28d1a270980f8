Bookings of a room must not overlap from now on. The extension it needs is created first.
--- old
CREATE SCHEMA app;
CREATE TABLE app.bookings (id int PRIMARY KEY, room int NOT NULL, during tstzrange NOT NULL);
--- rows
INSERT INTO app.bookings VALUES (1, 1, '[2024-01-01 10:00+00, 2024-01-01 11:00+00)'), (2, 1, '[2024-01-01 11:00+00, 2024-01-01 12:00+00)');
--- new
CREATE EXTENSION btree_gist;
CREATE SCHEMA app;
CREATE TABLE app.bookings (id int PRIMARY KEY, room int NOT NULL, during tstzrange NOT NULL,
  CONSTRAINT bookings_no_overlap EXCLUDE USING gist (room WITH =, during WITH &&));
--- keeps
SELECT id, room, during FROM app.bookings ORDER BY id;
--- plan
CREATE EXTENSION
EXCLUDE
