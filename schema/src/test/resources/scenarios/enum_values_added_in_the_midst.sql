Labels are added at the front, in the midst and at the end, two of them side by side. All in place and in the right order.
--- old
CREATE SCHEMA app;
CREATE TYPE app.level AS ENUM ('low', 'high');
CREATE TABLE app.alerts (id int PRIMARY KEY, level app.level NOT NULL);
--- rows
INSERT INTO app.alerts VALUES (1, 'high'), (2, 'low');
--- new
CREATE SCHEMA app;
CREATE TYPE app.level AS ENUM ('none', 'low', 'medium', 'raised', 'high', 'extreme');
CREATE TABLE app.alerts (id int PRIMARY KEY, level app.level NOT NULL);
--- keeps
SELECT id, level FROM app.alerts ORDER BY level;
--- after
SELECT enum_range(NULL::app.level)::text = '{none,low,medium,raised,high,extreme}';
--- plan
ADD VALUE
--- never
DROP TYPE
