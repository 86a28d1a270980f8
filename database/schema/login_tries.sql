CREATE TABLE tally.login_tries (
    user_id uuid PRIMARY KEY REFERENCES tally.users (id),
    wrong integer NOT NULL CHECK (wrong BETWEEN 0 AND 5),
    since timestamptz NOT NULL
);
COMMENT ON TABLE tally.login_tries IS 'Who mistyped or guessed codes of device logins';
COMMENT ON COLUMN tally.login_tries.wrong IS 'Codes that no login has, since then; at 5 no more are looked at';
COMMENT ON COLUMN tally.login_tries.since IS 'When counting began; after ten minutes it begins anew';
