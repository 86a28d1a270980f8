CREATE TABLE tally.sign_in_codes (
    email text PRIMARY KEY CHECK (length(email) BETWEEN 3 AND 320 AND email = lower(email)),
    id uuid NOT NULL UNIQUE,
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    tries integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CHECK (expires_at > created_at)
);
COMMENT ON TABLE tally.sign_in_codes IS
    'Codes mailed to sign in, one for each address: a newer one takes the place of the one before, a used one is gone';
COMMENT ON COLUMN tally.sign_in_codes.email IS 'Whether or not a user has it';
COMMENT ON COLUMN tally.sign_in_codes.id IS 'Stands in the token that the browser keeps which asked for the code';
COMMENT ON COLUMN tally.sign_in_codes.secret_hash IS 'SHA-256 of that token''s secret';
COMMENT ON COLUMN tally.sign_in_codes.code_hash IS
    'HMAC of the code under that secret: who reads the table cannot try out all codes';
COMMENT ON COLUMN tally.sign_in_codes.tries IS 'How often a code was typed, right or wrong';
