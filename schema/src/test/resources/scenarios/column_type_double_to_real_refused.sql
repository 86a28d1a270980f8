A double is to become a real, which holds fewer digits. Without leave the plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.scores (id int PRIMARY KEY, score double precision);
--- rows
INSERT INTO app.scores VALUES (1, 0.123456789012);
--- new
CREATE SCHEMA app;
CREATE TABLE app.scores (id int PRIMARY KEY, score float4);
--- refused
column app.scores.score
