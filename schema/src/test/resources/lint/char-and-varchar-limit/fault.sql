CREATE TABLE users (
    id bigint PRIMARY KEY,
    country char(2) NOT NULL DEFAULT 'DE',
    name varchar(100),
    "Nick Name" character varying (20) COLLATE "C" NOT NULL
);
