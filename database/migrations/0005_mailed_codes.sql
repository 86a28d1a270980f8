-- mailed codes
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

CREATE TABLE tally.sign_in_codes (
    email text NOT NULL,
    id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_codes_check CHECK ((expires_at > created_at)),
    CONSTRAINT sign_in_codes_code_hash_check CHECK ((length(code_hash) = 32)),
    CONSTRAINT sign_in_codes_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 320)) AND (email = lower(email)))),
    CONSTRAINT sign_in_codes_id_key UNIQUE (id),
    CONSTRAINT sign_in_codes_pkey PRIMARY KEY (email),
    CONSTRAINT sign_in_codes_secret_hash_check CHECK ((length(secret_hash) = 32)),
    CONSTRAINT sign_in_codes_tries_check CHECK (((tries >= 0) AND (tries <= 5)))
);

COMMENT ON TABLE tally.sign_in_codes IS 'Codes mailed to sign in, one for each address: a newer one takes the place of the one before, a used one is gone';

COMMENT ON COLUMN tally.sign_in_codes.code_hash IS 'HMAC of the code under that secret: who reads the table cannot try out all codes';

COMMENT ON COLUMN tally.sign_in_codes.email IS 'Whether or not a user has it';

COMMENT ON COLUMN tally.sign_in_codes.id IS 'Stands in the token that the browser keeps which asked for the code';

COMMENT ON COLUMN tally.sign_in_codes.secret_hash IS 'SHA-256 of that token''s secret';

COMMENT ON COLUMN tally.sign_in_codes.tries IS 'How often a code was typed, right or wrong';
