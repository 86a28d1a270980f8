CREATE TABLE users (
    id bigint PRIMARY KEY,
    country text NOT NULL DEFAULT 'DE' CHECK (length(country) <= 2),
    name text CHECK (length(name) <= 100),
    "Nick Name" text COLLATE "C" NOT NULL CHECK (length("Nick Name") <= 20)
);
