CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE flags (id bigint PRIMARY KEY, name text);
