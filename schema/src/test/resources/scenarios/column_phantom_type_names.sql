The types are the same under their other names. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.t (
  a integer PRIMARY KEY, b varchar(30), c timestamptz, d boolean, e double precision,
  f numeric(10,0), g char(3), h bigint[], i time, j real, k smallint, l decimal, m timestamp(3) with time zone
);
--- rows
INSERT INTO app.t (a, b, d) VALUES (1, 'x', true);
--- new
CREATE SCHEMA app;
CREATE TABLE app.t (
  a int4 PRIMARY KEY, b character varying(30), c timestamp with time zone, d bool, e float8,
  f decimal(10), g character(3), h int8[], i time without time zone, j float4, k int2, l numeric, m timestamptz(3)
);
--- keeps
SELECT a, b, d FROM app.t;
--- plan
(nothing)
