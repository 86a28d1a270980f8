CREATE TABLE tally.staff (
    user_id uuid PRIMARY KEY REFERENCES tally.users (id),
    role text NOT NULL CHECK (role IN ('admin', 'support', 'read-only')),
    granted_by text NOT NULL CHECK (length(granted_by) BETWEEN 1 AND 100),
    granted_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tally.staff IS
    'Users who work on the books of others; changed by the command line alone, so that nobody raises their own rights';
COMMENT ON COLUMN tally.staff.granted_by IS 'An actor as in audit_log';
