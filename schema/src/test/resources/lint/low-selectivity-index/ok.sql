CREATE TYPE day AS ENUM ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12');
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE tasks (
    id bigint PRIMARY KEY,
    team bigint REFERENCES teams (id),
    is_done boolean NOT NULL,
    day day,
    status text CHECK (status = 'new' OR length(status) > 3),
    note text,
    tags text[]
);
CREATE INDEX a7 ON tasks (tags);
CREATE INDEX tasks_team_idx ON tasks (team);
CREATE INDEX a1 ON tasks (is_done, id);
CREATE INDEX a2 ON tasks (is_done) WHERE NOT is_done;
CREATE INDEX a3 ON tasks (day);
CREATE INDEX a4 ON tasks (status);
CREATE INDEX a5 ON tasks (note);
