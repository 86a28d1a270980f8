CREATE TABLE users (name text);
CREATE TABLE members (team bigint NOT NULL, member bigint NOT NULL, UNIQUE (team, member));
