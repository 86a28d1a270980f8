A foreign key becomes deferrable and is deferred at first. No row has to be checked again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.nodes (id int PRIMARY KEY, parent_id int CONSTRAINT nodes_parent_fk REFERENCES app.nodes);
--- rows
INSERT INTO app.nodes VALUES (1, NULL), (2, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.nodes (id int PRIMARY KEY, parent_id int CONSTRAINT nodes_parent_fk REFERENCES app.nodes DEFERRABLE INITIALLY DEFERRED);
--- keeps
SELECT id, parent_id FROM app.nodes ORDER BY id;
--- after
SELECT condeferrable AND condeferred FROM pg_constraint WHERE conname = 'nodes_parent_fk';
--- plan
DEFERRABLE INITIALLY DEFERRED
