CREATE TABLE tally.audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
    action text NOT NULL CHECK (action ~ '^[a-z]+\.[a-z_]+$'),
    user_id uuid REFERENCES tally.users (id),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    details jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object')
);
COMMENT ON TABLE tally.audit_log IS
    'Who changed what: a line for each change by a person, a key or the command line, written in the change''s own transaction';
COMMENT ON COLUMN tally.audit_log.actor IS
    'user:<id>/session:<id>, key:<id>, operator (the command line) or job:<name>';
COMMENT ON COLUMN tally.audit_log.user_id IS 'The user whom it is about; null: no user';
COMMENT ON COLUMN tally.audit_log.subject IS 'What was changed, as kind:id';
COMMENT ON COLUMN tally.audit_log.details IS
    'Texts by name, never a secret; of a field that was changed: "field.old" and "field.new"';

CREATE INDEX audit_log_user_id_idx ON tally.audit_log (user_id, id) WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.audit_log_user_id_idx IS
    'Serves GET /v1/audit?userId=, newest first, and the export of one user';

CREATE INDEX audit_log_subject_idx ON tally.audit_log (subject, id);
COMMENT ON INDEX tally.audit_log_subject_idx IS 'Serves GET /v1/audit?subject=, newest first';

CREATE TRIGGER audit_log_append_only
    BEFORE DELETE OR UPDATE ON tally.audit_log
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER audit_log_no_truncate
    BEFORE TRUNCATE ON tally.audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
