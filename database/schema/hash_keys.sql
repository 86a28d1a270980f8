CREATE TABLE tally.hash_keys (
    purpose text PRIMARY KEY CHECK (length(purpose) BETWEEN 1 AND 50),
    hash_key bytea NOT NULL CHECK (length(hash_key) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tally.hash_keys IS
    'Random keys of keyed hashes (HMAC), for what is too short for a plain one; made when first needed';
COMMENT ON COLUMN tally.hash_keys.purpose IS 'Hashes of one purpose say nothing about those of another';
