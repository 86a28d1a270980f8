The labels stand in another order, so they sort another way. The type is swapped.
--- old
CREATE SCHEMA app;
CREATE TYPE app.size AS ENUM ('large', 'medium', 'small');
CREATE TABLE app.boxes (id int PRIMARY KEY, size app.size);
CREATE INDEX boxes_size_idx ON app.boxes (size);
--- rows
INSERT INTO app.boxes VALUES (1, 'large'), (2, 'small'), (3, 'medium'), (4, NULL);
--- new
CREATE SCHEMA app;
CREATE TYPE app.size AS ENUM ('small', 'medium', 'large');
CREATE TABLE app.boxes (id int PRIMARY KEY, size app.size);
CREATE INDEX boxes_size_idx ON app.boxes (size);
--- keeps
SELECT id, size FROM app.boxes ORDER BY id;
--- after
SELECT array_agg(id ORDER BY size) = ARRAY[2, 3, 1] FROM app.boxes WHERE size IS NOT NULL;
--- plan
USING
