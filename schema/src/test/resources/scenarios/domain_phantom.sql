The domain is written another way with the same meaning. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.grade AS text DEFAULT 'c' CHECK (VALUE IN ('a', 'b', 'c'));
CREATE TABLE app.exams (id int PRIMARY KEY, grade app.grade);
--- rows
INSERT INTO app.exams (id) VALUES (1);
--- new
CREATE SCHEMA app;
CREATE DOMAIN app.grade text CONSTRAINT grade_check CHECK (value = ANY (ARRAY['a'::text, 'b'::text, 'c'::text])) DEFAULT 'c'::text;
CREATE TABLE app.exams (id int PRIMARY KEY, grade "app"."grade");
--- keeps
SELECT id, grade FROM app.exams;
--- plan
(nothing)
