CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE members (team bigint NOT NULL, member bigint NOT NULL, PRIMARY KEY (team, member));
